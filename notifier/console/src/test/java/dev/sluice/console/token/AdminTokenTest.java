package dev.sluice.console.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.token.TokenCheck;
import dev.sluice.api.token.TokenTable;
import dev.sluice.console.order.EventLog;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
  private final TokenTable tokens = new TokenTable(InstantSource.system());
  private final List<PrincipalChanged> announced = new ArrayList<>();
  private final EventLog log =
      event -> {
        var change = (PrincipalChanged) event;
        announced.add(change);
        tokens.see(change);
      };

  @Test
  void givenFirstStart_whenEnsured_thenTokenOpensAndOnlyTheOwnerReadsIt(@TempDir Path directory)
      throws Exception {
    Path file = AdminToken.ensure(directory, AdminToken.PRINCIPAL, tokens, log);

    String secret = Files.readString(file).strip();
    assertThat(tokens.check(secret))
        .isInstanceOfSatisfying(
            TokenCheck.Valid.class,
            valid -> assertThat(valid.principal().roles()).containsOnly(Role.ADMIN));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void givenSecondStart_whenEnsured_thenNothingChanges(@TempDir Path directory) throws Exception {
    String first =
        Files.readString(AdminToken.ensure(directory, AdminToken.PRINCIPAL, tokens, log));

    String second =
        Files.readString(AdminToken.ensure(directory, AdminToken.PRINCIPAL, tokens, log));

    assertThat(second).isEqualTo(first);
    assertThat(announced).hasSize(1);
  }

  @Test
  void givenTokenThatWasRevoked_whenStartedAgain_thenItStaysRevoked(@TempDir Path directory)
      throws Exception {
    String secret =
        Files.readString(AdminToken.ensure(directory, AdminToken.PRINCIPAL, tokens, log)).strip();
    var made = announced.getFirst();
    tokens.see(
        new PrincipalChanged(
            made.principal(),
            made.tokenSha256(),
            made.roles(),
            made.products(),
            made.expires(),
            true,
            "ada"));

    var _ = AdminToken.ensure(directory, AdminToken.PRINCIPAL, tokens, log);

    assertThat(tokens.check(secret)).isInstanceOf(TokenCheck.Revoked.class);
    assertThat(announced).hasSize(1);
  }
}
