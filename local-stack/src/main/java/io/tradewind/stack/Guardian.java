package io.tradewind.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Ends the children when this JVM has died without stopping them, even by kill -9.
 *
 * <p>It is a shell that reads from a pipe whose other end only this JVM has: the kernel closes the
 * pipe however the JVM ends. The shell then ends the remaining children, the last started first.
 */
final class Guardian {

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      watched=
      while read -r what pid signal; do
        case $what in
          watch) watched="$pid:$signal $watched" ;;
          forget)
            left=
            for child in $watched; do [ "${child%%:*}" = "$pid" ] || left="$left $child"; done
            watched=$left ;;
        esac
      done
      for child in $watched; do
        pid=${child%%:*}
        kill -"${child#*:}" "$pid" 2>/dev/null || continue
        tenths=0
        while kill -0 "$pid" 2>/dev/null && [ $tenths -lt 80 ]; do
          sleep 0.1
          tenths=$((tenths + 1))
        done
        kill -KILL "$pid" 2>/dev/null
      done
      """;

  private static OutputStream orders;

  private Guardian() {}

  static void watch(long pid, String stopSignal) throws IOException {
    tell("watch " + pid + " " + stopSignal);
  }

  static void forget(long pid) {
    try {
      tell("forget " + pid);
    } catch (IOException gone) {
      // it was ended by someone else; its child has stopped anyway
    }
  }

  private static synchronized void tell(String order) throws IOException {
    if (orders == null) {
      orders =
          new ProcessBuilder(Child.shielded("sh", "-c", SCRIPT, "tradewind-guardian"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .getOutputStream();
    }
    orders.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
    orders.flush();
  }
}
