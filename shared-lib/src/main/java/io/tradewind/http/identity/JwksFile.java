package io.tradewind.http.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * A JWK set on disk. It is replaced atomically, and only by a set that has keys: an issuer's outage
 * must not lock everybody out.
 */
final class JwksFile {

  static final int MAX_BYTES = 64 * 1024;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;

  JwksFile(Path path) {
    this.path = path;
  }

  /**
   * @throws IOException when the bytes are no JWK set with a key, or cannot be written
   */
  void keep(byte[] keys) throws IOException {
    if (!isKeySet(keys)) {
      throw new IOException("not a JWK set with keys");
    }
    if (Files.exists(path) && Arrays.equals(Files.readAllBytes(path), keys)) {
      return;
    }
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "jwks", ".new");
    try {
      Files.write(draft, keys);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  boolean holdsKeys() {
    try {
      return Files.exists(path) && isKeySet(Files.readAllBytes(path));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isKeySet(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      return false;
    }
    try {
      JsonNode keys = MAPPER.readTree(bytes).path("keys");
      return keys.isArray() && !keys.isEmpty() && keys.get(0).hasNonNull("kty");
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }
}
