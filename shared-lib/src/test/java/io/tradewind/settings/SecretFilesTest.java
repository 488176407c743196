package io.tradewind.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

  @TempDir Path folder;

  @Test
  void aFileNamedAsTheVariableIsTheSettingWithoutItsLineEnd() throws IOException {
    Files.writeString(folder.resolve("TOKEN_KEY_SECRET"), "long and random\n");
    var files = new SecretFiles("/nowhere" + File.pathSeparator + folder);

    assertThat(files.getValue("token.key.secret")).isEqualTo("long and random");
    assertThat(files.getValue("TOKEN_KEY_SECRET")).isEqualTo("long and random");
    assertThat(files.getValue("another")).isNull();
    assertThat(new SecretFiles("").getValue("token.key.secret")).isNull();
  }

  @Test
  void theConfigurationFindsItByItself() {
    assertThat(ServiceLoader.load(ConfigSource.class))
        .hasAtLeastOneElementOfType(SecretFiles.class);
  }
}
