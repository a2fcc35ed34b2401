package dev.sluice.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.principal.Role;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcConfigTest {
  private static final String LEAST =
      """
      issuer: https://login.example.com
      client-id: sluice
      grants: [{value: admins, role: admin}]
      """;

  @TempDir private Path directory;

  private OidcConfig read(String yaml) throws IOException {
    Path file = directory.resolve("oidc.yaml");
    Files.writeString(file, yaml);
    return Configuration.of("oidc", OidcConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }

  @Test
  void givenLeastFile_whenRead_thenTheDefaultsHold() throws IOException {
    OidcConfig config = read(LEAST);

    assertThat(config.clientSecret()).isEmpty();
    assertThat(config.audience()).isEmpty();
    assertThat(config.redirect()).isEmpty();
    assertThat(config.name()).isEqualTo("OpenID Connect");
    assertThat(config.scopes()).isEmpty();
    assertThat(config.rolesClaim()).isEqualTo("roles");
    assertThat(config.algorithms()).containsExactly("RS256", "ES256");
    assertThat(config.clockSkew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.tls()).isEmpty();
  }

  @Test
  void givenEveryKey_whenRead_thenEachIsItsOwn() throws IOException {
    Files.writeString(directory.resolve("secret"), "hidden");
    OidcConfig config =
        read(
            """
            issuer: https://login.example.com/realms/plant
            client-id: sluice
            client-secret-file: secret
            audience: sluice-api
            redirect: https://sluice.example.com/console/
            name: Example SSO
            scopes: [groups, profile]
            roles-claim: realm_access.roles
            grants:
              - {value: admins, role: admin}
              - {value: press-team, role: publisher, products: [press, oven]}
            algorithms: [PS256]
            clock-skew: 2m
            tls: {}
            """);

    assertThat(config.issuer()).isEqualTo(URI.create("https://login.example.com/realms/plant"));
    assertThat(config.clientSecret().orElseThrow().reveal()).isEqualTo("hidden");
    assertThat(config.audience()).contains("sluice-api");
    assertThat(config.redirect()).contains(URI.create("https://sluice.example.com/console/"));
    assertThat(config.name()).isEqualTo("Example SSO");
    assertThat(config.scopes()).containsExactly("groups", "profile");
    assertThat(config.rolesClaim()).isEqualTo("realm_access.roles");
    assertThat(config.grants())
        .containsExactly(
            new Grant("admins", Role.ADMIN, List.of()),
            new Grant(
                "press-team",
                Role.PUBLISHER,
                List.of(ProductName.parse("press"), ProductName.parse("oven"))));
    assertThat(config.algorithms()).containsExactly("PS256");
    assertThat(config.clockSkew()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.tls()).isPresent();
  }

  @Test
  void givenWhatWouldLetOthersIn_whenRead_thenItIsRefused() {
    refuses(LEAST.replace("https://login", "http://login"), "issuer: expected https://HOST");
    refuses(LEAST.replace("https://", "https://ada:pass@"), "issuer: expected an address without");
    refuses(LEAST + "tls: {verify-host: false}", "tls: expected verify-host: true");
    refuses(LEAST + "algorithms: [none]", "algorithms: expected some of");
    refuses(LEAST + "algorithms: [HS256]", "algorithms: expected some of");
    refuses(LEAST + "clock-skew: 1h", "clock-skew: expected up to 5m");
    refuses(LEAST + "client-secret: plain", "client-secret");
    refuses(LEAST + "redirect: http://sluice.example.com/console/", "redirect: expected https");
    refuses(LEAST.replace("role: admin", "role: publisher"), "products: expected those");
    refuses(LEAST.replace("role: admin", "role: cook"), "role");
    refuses(LEAST.replaceFirst("grants.*", "grants: []"), "grants: expected one at least");
  }

  private void refuses(String yaml, String says) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(says);
  }
}
