package io.tradewind.users.mail.control;

import io.tradewind.users.mail.entity.MailedToken.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Hands mails to an SMTP server, which is responsible for them from then on. */
@ApplicationScoped
public class Mail {

  private static final String MILLIS_TO_WAIT = "10000";

  @Inject
  @ConfigProperty(name = "smtp.host")
  String host;

  @Inject
  @ConfigProperty(name = "smtp.port")
  int port;

  @Inject
  @ConfigProperty(name = "smtp.tls")
  String tls;

  @Inject
  @ConfigProperty(name = "smtp.user")
  Optional<String> user;

  @Inject
  @ConfigProperty(name = "smtp.password")
  Optional<String> password;

  @Inject
  @ConfigProperty(name = "mail.from")
  String from;

  /** A mail; {@code toString} hides its content. */
  public record Letter(String to, Purpose purpose, String token) {
    @Override
    public String toString() {
      return "Letter[" + purpose + "]";
    }
  }

  /**
   * @throws MessagingException when the server did not accept it; it may be retried
   */
  public void send(Letter letter) throws MessagingException {
    MimeMessage message = new MimeMessage(session());
    message.setFrom(new InternetAddress(from));
    message.setRecipient(RecipientType.TO, new InternetAddress(letter.to()));
    message.setSubject(subject(letter.purpose()), StandardCharsets.UTF_8.name());
    message.setSentDate(new Date());
    message.setText(text(letter), StandardCharsets.UTF_8.name());
    Transport.send(message);
  }

  private Session session() {
    Properties settings = new Properties();
    settings.put("mail.smtp.host", host);
    settings.put("mail.smtp.port", Integer.toString(port));
    settings.put("mail.smtp.connectiontimeout", MILLIS_TO_WAIT);
    settings.put("mail.smtp.timeout", MILLIS_TO_WAIT);
    settings.put("mail.smtp.writetimeout", MILLIS_TO_WAIT);
    settings.put("mail.smtp.starttls.required", Boolean.toString("starttls".equals(tls)));
    settings.put("mail.smtp.starttls.enable", Boolean.toString("starttls".equals(tls)));
    settings.put("mail.smtp.ssl.enable", Boolean.toString("implicit".equals(tls)));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.auth", Boolean.toString(user.isPresent()));
    return Session.getInstance(settings, user.map(this::credentials).orElse(null));
  }

  private Authenticator credentials(String name) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(name, password.orElse(""));
      }
    };
  }

  private static String subject(Purpose purpose) {
    return switch (purpose) {
      case VERIFY_EMAIL -> "Confirm your e-mail address";
      case RESET_PASSWORD -> "Set a new password";
      case CHANGE_EMAIL -> "Confirm your new e-mail address";
    };
  }

  private static String text(Letter letter) {
    String what =
        switch (letter.purpose()) {
          case VERIFY_EMAIL, CHANGE_EMAIL ->
              "To confirm that this address is yours, use this code:";
          case RESET_PASSWORD -> "To set a new password, use this code within 30 minutes:";
        };
    return """
        Hello,

        %s

        %s

        It works once. If you did not ask for it, ignore this letter; nothing changes.

        Tradewind
        """
        .formatted(what, letter.token());
  }
}
