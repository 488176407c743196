package io.tradewind.systemtests.driver;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Ends one thread of another JVM from outside: it is loaded there as an agent and interrupts the
 * thread, which ends at an interrupt.
 */
public final class ThreadKiller {

  private ThreadKiller() {}

  public static void kill(long pid, String thread) throws Exception {
    Path agent = Files.createTempFile("thread-killer", ".jar");
    try (OutputStream file = Files.newOutputStream(agent)) {
      pack(file);
    }
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      machine.loadAgent(agent.toString(), thread);
    } finally {
      machine.detach();
      Files.delete(agent);
    }
  }

  private static void pack(OutputStream file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", ThreadKiller.class.getName());
    String entry = ThreadKiller.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(file, manifest);
        var code = ThreadKiller.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
      jar.closeEntry();
    }
  }

  /** Called by the other JVM. */
  public static void agentmain(String thread) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals(thread))
        .forEach(Thread::interrupt);
  }
}
