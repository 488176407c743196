package io.tradewind.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.accounts.boundary.PasswordChange;
import io.tradewind.users.accounts.boundary.ProfileChange;
import io.tradewind.users.accounts.boundary.Registration;
import io.tradewind.users.accounts.boundary.ResetConfirmation;
import io.tradewind.users.accounts.boundary.ResetRequest;
import io.tradewind.users.accounts.boundary.Verification;
import io.tradewind.users.accounts.entity.ContactRules;
import io.tradewind.users.addresses.boundary.AddressDetails;
import io.tradewind.users.signin.boundary.SignIn;
import io.tradewind.users.signin.boundary.TokenRefresh;
import io.tradewind.users.signin.boundary.Tokens;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WireRecordsTest {

  private static final String SECRET = "correct horse";

  @Test
  void noRecordShowsItsSecretInALog() {
    List<Object> records =
        List.of(
            new Registration("ann@example.org", "+4915112345678", SECRET, SECRET),
            new SignIn("ann@example.org", SECRET),
            new TokenRefresh(SECRET),
            new Tokens(SECRET, SECRET, "Bearer", 600),
            new PasswordChange(SECRET, SECRET),
            new ResetConfirmation(SECRET, SECRET),
            new Verification(SECRET),
            new ProfileChange(SECRET, SECRET),
            new ResetRequest(SECRET),
            new AddressDetails(SECRET, SECRET, SECRET, SECRET, SECRET, SECRET, SECRET, true));

    assertThat(records).allSatisfy(record -> assertThat(record.toString()).doesNotContain(SECRET));
  }

  @Test
  void anAddressHasOneAtAndADottedDomain() {
    Pattern email = Pattern.compile(ContactRules.EMAIL);

    assertThat(List.of("ann@example.org", "a.b+c@mail.example.co.uk", "jürgen@example.org"))
        .allMatch(text -> email.matcher(text).matches());
    assertThat(List.of("ann", "ann@", "@example.org", "ann@example", "a b@example.org", "a@b@c.de"))
        .noneMatch(text -> email.matcher(text).matches());
  }

  @Test
  void aPhoneNumberIsE164() {
    Pattern phone = Pattern.compile(ContactRules.PHONE);

    assertThat(List.of("+4915112345678", "+1234567")).allMatch(t -> phone.matcher(t).matches());
    assertThat(List.of("4915112345678", "+0123456789", "+123456", "+1234567890123456", "+49 151"))
        .noneMatch(text -> phone.matcher(text).matches());
  }
}
