# Finds a JDK 25; sourced by ./mvnw and ./sparrow. POSIX sh.
#
# Reads each candidate's `release` file instead of starting a JVM, so a search costs milliseconds.

# is_jdk_25 DIR: true when DIR holds a whole JDK (compiler included) of Java 25.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'* | 'JAVA_VERSION="25-'*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# jdk_of_path_java: the folder two levels above the `java` that PATH finds, links followed; or nothing.
jdk_of_path_java() {
  path_java=$(command -v java) || return 0
  path_java=$(readlink -f "$path_java" 2>/dev/null) || return 0
  printf '%s\n' "${path_java%/bin/java}"
}

# find_jdk_25: sets JAVA_HOME to the first JDK 25 found, or ends the script with one line and status 2.
find_jdk_25() {
  for candidate in "${JAVA_HOME:-}" "$(jdk_of_path_java)" \
    /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/*/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "${0##*/}: no JDK 25 found (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks);" \
    "install one, for example Eclipse Temurin 25, or set JAVA_HOME to its folder" >&2
  exit 2
}
