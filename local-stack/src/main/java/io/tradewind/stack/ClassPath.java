package io.tradewind.stack;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The class path that this code runs from, for a child JVM. */
final class ClassPath {

  private ClassPath() {}

  /** Inside Maven the classes come from a loader that Maven made; in a plain JVM from -cp. */
  static String ofThisJvm() {
    if (ClassPath.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(ClassPath::file)
          .collect(Collectors.joining(File.pathSeparator));
    }
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    // the child runs in another folder
    return Arrays.stream(entries.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url + " on the class path is no file", e);
    }
  }
}
