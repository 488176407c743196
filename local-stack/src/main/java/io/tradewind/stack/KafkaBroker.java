package io.tradewind.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's JVM: formats an empty log folder, then runs Kafka until it is told to stop. */
final class KafkaBroker {

  private static final Logger ROOT = Logger.getLogger("");

  private KafkaBroker() {}

  /** Arguments: the properties file and the log folder that it names. */
  public static void main(String[] arguments) {
    ROOT.setLevel(Level.WARNING);
    String configuration = arguments[0];
    if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
      String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", configuration};
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {configuration});
  }
}
