package dev.sparrow.spark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Spark sessions for programs that are a plain JVM, not a spark-submit job: quiet, without a web
 * page, on any master. Jobs that have a session need nothing of this.
 *
 * <p>{@code local-cluster[workers,cores,MiB]} starts real executor JVMs on this machine. Spark
 * finds what they need in two environment variables of this JVM: {@code SPARK_HOME}, a folder with
 * a folder {@code jars}, which may be empty; and {@code SPARK_SCALA_VERSION=2.13}. Executors use
 * the class path of this JVM.
 */
public final class SparkSessions {
  /**
   * Warnings and errors only; where a session with its own Log4j file is wanted, set the property.
   */
  private static final String QUIET = "classpath:dev/sparrow/spark/log4j2-quiet.properties";

  private static final String LOG4J_PROPERTY = "log4j2.configurationFile";
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*\\d+\\s*,\\s*(\\d+)\\s*]");
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final int CONNECT_MILLIS = 3000;

  private SparkSessions() {}

  /**
   * Opens a session.
   *
   * @param name name of the application
   * @param master such as {@code local[*]}, {@code local-cluster[2,1,1024]}, {@code
   *     spark://host:7077}
   * @return the session; the caller stops it
   * @throws SparkMasterException if the master cannot be reached or is not one
   */
  public static SparkSession open(String name, String master) {
    if (System.getProperty(LOG4J_PROPERTY) == null) {
      System.setProperty(LOG4J_PROPERTY, QUIET);
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName(name)
            .master(master)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config(
                "spark.executor.extraJavaOptions",
                "-D" + LOG4J_PROPERTY + "=" + QUIET + " " + String.join(" ", compilerFlags()));
    if (master.startsWith("local")) {
      // Nobody outside this machine connects, and its host name may not resolve.
      builder.config("spark.driver.host", "127.0.0.1");
      builder.config("spark.driver.bindAddress", "127.0.0.1");
    } else {
      builder.config("spark.jars", String.join(",", jars()));
    }
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      checkEnvironment(master);
      builder.config("spark.executor.memory", localCluster.group(1) + "m");
      builder.config("spark.executor.extraClassPath", absoluteClassPath());
    }
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()) {
      checkReachable(master, standalone.group(1));
    }
    try {
      return builder.getOrCreate();
    } catch (Exception | LinkageError refused) {
      // Exception, not RuntimeException: Scala throws checked ones without declaring them.
      throw refused(master, refused);
    }
  }

  /** What this JVM was told about compiling kernels, for executors too. */
  private static List<String> compilerFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:CompileCommand="))
        .toList();
  }

  private static SparkMasterException refused(String master, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new SparkMasterException(
        "master %s: no session: %s".formatted(master, reason.isEmpty() ? cause : reason), cause);
  }

  private static void checkEnvironment(String master) {
    String home = System.getenv("SPARK_HOME");
    if (home == null || !Files.isDirectory(Path.of(home, "jars"))) {
      throw new SparkMasterException(
          "master %s: needs the environment variable SPARK_HOME to name a folder that holds a folder jars (it may be empty); it is %s"
              .formatted(master, home == null ? "not set" : home));
    }
    if (System.getenv("SPARK_SCALA_VERSION") == null) {
      throw new SparkMasterException(
          "master %s: needs the environment variable SPARK_SCALA_VERSION=2.13".formatted(master));
    }
  }

  /** Spark itself would go on trying for a minute, and log each failure. */
  private static void checkReachable(String master, String addresses) {
    IOException last = null;
    for (String address : addresses.split(",", -1)) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        String host = address.substring(0, Math.max(colon, 0));
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return;
      } catch (IllegalArgumentException malformed) {
        throw new SparkMasterException(
            "master %s: %s is not host:port".formatted(master, address), malformed);
      } catch (IOException unreachable) {
        last = unreachable;
      }
    }
    throw new SparkMasterException(
        "master %s: cannot be reached (%s); is it running, and is the address right?"
            .formatted(master, reason(last)),
        last);
  }

  private static String reason(@Nullable IOException unreachable) {
    return switch (unreachable) {
      case java.net.UnknownHostException _ -> "unknown host";
      case null -> "no address";
      default -> String.valueOf(unreachable.getMessage());
    };
  }

  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The jars of Sparrow that a remote executor lacks; Spark and Arrow it has. */
  private static List<String> jars() {
    List<String> jars = new ArrayList<>();
    for (Class<?> inEach :
        List.of(
            dev.sparrow.array.NDArray.class,
            dev.sparrow.jit.Jit.class,
            dev.sparrow.sharding.Sharding.class,
            SparkSessions.class)) {
      CodeSource source = inEach.getProtectionDomain().getCodeSource();
      if (source != null && source.getLocation().getPath().endsWith(".jar")) {
        jars.add(source.getLocation().toString());
      }
    }
    return jars;
  }
}
