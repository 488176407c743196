package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Another version of one service: a few words of its source are replaced, and the compiled class is
 * put into a copy of its WAR. The product has no switch for it. The change fails when the source no
 * longer has the words.
 *
 * @param module the module that has the source
 * @param type the class that is changed
 */
record Change(Service service, String module, String type, String words, String others) {

  /** Makes a copy of the service's WAR with the change in it. */
  Path war(Path folder) throws IOException {
    Path classes = compile(folder);
    String name = warName();
    Path war = folder.resolve(name + ".war");
    Files.copy(
        ProjectFolder.root().resolve(name).resolve("target").resolve(name + ".war"),
        war,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(war)) {
      if (module.equals("shared-lib")) {
        plantInLibrary(inside, classes, folder);
      } else {
        copy(classes, inside.getPath("WEB-INF/classes"));
      }
    }
    return war;
  }

  private String warName() {
    return switch (service) {
      case USERS -> "user-war";
      case ORDERS -> "order-war";
      case PAYMENTS -> "payment-war";
      case INVENTORY -> "inventory-war";
      case NOTIFICATIONS -> "notification-war";
    };
  }

  private static void plantInLibrary(FileSystem war, Path classes, Path folder) throws IOException {
    Path packed;
    try (Stream<Path> libraries = Files.list(war.getPath("WEB-INF/lib"))) {
      packed =
          libraries
              .filter(jar -> jar.getFileName().toString().startsWith("shared-lib"))
              .findFirst()
              .orElseThrow();
    }
    Path library = folder.resolve("shared-lib.jar");
    Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(library)) {
      copy(classes, inside.getPath("/"));
    }
    Files.copy(library, packed, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Compiles the changed source, and returns the folder of its classes. */
  Path compile(Path folder) throws IOException {
    Path original =
        ProjectFolder.root()
            .resolve(module)
            .resolve("src/main/java")
            .resolve(type.replace('.', '/') + ".java");
    String source = Files.readString(original);
    if (!source.contains(words)) {
      throw new IllegalStateException(original + " has other words now");
    }
    Path changed =
        Files.createDirectories(folder.resolve("source")).resolve(original.getFileName());
    Files.writeString(changed, source.replace(words, others));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(changed);
      List<String> options =
          List.of(
              "--release",
              "17",
              "-parameters",
              "-proc:none",
              "-implicit:none",
              "-nowarn",
              "-cp",
              classPath(),
              "-d",
              classes.toString());
      if (!compiler.getTask(null, files, null, options, null, units).call()) {
        throw new IllegalStateException(original + " with other words does not compile");
      }
    }
    return classes;
  }

  /** All modules, the server's library and the interfaces of the server itself. */
  private static String classPath() throws IOException {
    Path root = ProjectFolder.root();
    Stream<Path> modules =
        Stream.of("shared-lib", "payment-war", "inventory-war", "notification-war")
            .map(module -> root.resolve(module).resolve("target/classes"));
    try (Stream<Path> api = Files.walk(root.resolve("liberty-config/target/wlp/dev"));
        Stream<Path> library = Files.list(root.resolve("liberty-config/target/lib"))) {
      Stream<Path> jars =
          Stream.concat(api, library).filter(file -> file.toString().endsWith(".jar"));
      return Stream.concat(modules, jars).map(Path::toString).collect(Collectors.joining(":"));
    }
  }
}
