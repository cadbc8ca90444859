package dev.sparrow.peers;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What HotSpot's optimising compiler has yet to compile: calls that wait for it go on in slow code,
 * and take the same time for so long that they look settled.
 */
final class CompileQueue {
  /** The line of a method that is compiled or waits: a number, flags, the level, its name. */
  private static final Pattern OPTIMISED = Pattern.compile(" 4 +\\S+::\\S+");

  private CompileQueue() {}

  /** {@return whether a method is being optimised or waits for it} */
  static boolean busy() {
    return optimises(text());
  }

  /** Whether a listing of jcmd's {@code Compiler.queue} names such a method. */
  static boolean optimises(String listing) {
    return OPTIMISED.matcher(listing).find();
  }

  private static String text() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      return (String) server.invoke(commands, "compilerQueue", null, null);
    } catch (JMException notThere) {
      throw new IllegalStateException("HotSpot's jcmd Compiler.queue is missing", notThere);
    }
  }
}
