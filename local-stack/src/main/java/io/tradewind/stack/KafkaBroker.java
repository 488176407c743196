package io.tradewind.stack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's JVM: formats an empty log folder, then runs Kafka until it is stopped. */
final class KafkaBroker {

  private static final Logger ROOT = Logger.getLogger("");

  private KafkaBroker() {}

  /**
   * Arguments: the properties file, the log folder in it, and that of the cluster's first broker,
   * which may be the same.
   */
  public static void main(String[] arguments) throws IOException {
    ROOT.setLevel(Level.WARNING);
    String configuration = arguments[0];
    if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
      String[] format = {"format", "-t", cluster(arguments[2]), "-c", configuration};
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {configuration});
  }

  private static String cluster(String firstBrokersFolder) throws IOException {
    Path meta = Path.of(firstBrokersFolder, "meta.properties");
    if (!Files.exists(meta)) {
      return Uuid.randomUuid().toString();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(meta)) {
      properties.load(reader);
    }
    return properties.getProperty("cluster.id");
  }
}
