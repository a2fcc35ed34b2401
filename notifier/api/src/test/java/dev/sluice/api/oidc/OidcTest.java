package dev.sluice.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.api.contract.Checked;
import dev.sluice.api.provider.TestProvider;
import dev.sluice.program.admin.Health;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bearer tokens of the provider.
class OidcTest {
  private ApiWithProvider api;
  private TestProvider provider;

  @BeforeEach
  void start() throws Exception {
    api = ApiWithProvider.start();
    provider = api.provider();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void givenTokenOfTheProvider_whenItCalls_thenItsSubjectAndRolesCount() throws Exception {
    String viewer = provider.sign(provider.claims().claim("email", "eve@example.com").build());
    String operator =
        provider.sign(TestProvider.roles(provider.claims(), "operator", "other").build());

    assertThat(api.callWith(viewer).json().path("name").asText()).isEqualTo("oidc:ada");
    assertThat(api.orderWith(viewer).status()).isEqualTo(403);
    assertThat(api.orderWith(operator).status()).isEqualTo(201);
    assertThat(api.callWith(ApiWithProvider.OWN).json().path("name").asText()).isEqualTo("own");
  }

  /// A token that opens nothing, and what the refusal says.
  private record Bad(String name, String token, int status, String says) {}

  private List<Bad> bad() throws Exception {
    var now = Instant.now();
    var claims = provider.claims();
    JWTClaimsSet good = claims.build();
    var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good);
    shared.sign(new MACSigner("a secret that is long enough for a signature"));
    String[] parts = provider.sign(good).split("\\.", -1);
    try (var other = TestProvider.start()) {
      return List.of(
          new Bad(
              "audience", provider.sign(provider.claims().audience("another").build()), 401, "aud"),
          new Bad(
              "issuer",
              provider.sign(provider.claims().issuer("https://other.example").build()),
              401,
              "iss"),
          new Bad(
              "expired",
              provider.sign(
                  provider.claims().expirationTime(Date.from(now.minusSeconds(2))).build()),
              401,
              "Expired"),
          new Bad(
              "too early",
              provider.sign(
                  provider.claims().notBeforeTime(Date.from(now.plusSeconds(300))).build()),
              401,
              "before"),
          new Bad(
              "endless", provider.sign(provider.claims().expirationTime(null).build()), 401, "exp"),
          new Bad("nobody", provider.sign(provider.claims().subject(null).build()), 401, "sub"),
          new Bad("alg none", new PlainJWT(good).serialize(), 401, "without a signature"),
          new Bad("shared key", shared.serialize(), 401, "algorithm"),
          new Bad("unknown key", other.sign(good), 401, "key"),
          new Bad(
              "changed",
              parts[0] + "." + new PlainJWT(good).serialize().split("\\.", -1)[1] + ".AAAA",
              401,
              "signature"),
          new Bad("no JWT", "a.b.c", 401, "refused"),
          new Bad(
              "unknown role",
              provider.sign(TestProvider.roles(provider.claims(), "cook").build()),
              403,
              "got 'cook'"),
          new Bad(
              "no role",
              provider.sign(provider.claims().claim("access", null).build()),
              403,
              "got none"),
          new Bad(
              "two products",
              provider.sign(
                  TestProvider.roles(provider.claims(), "oven-publishers", "demo-operators")
                      .build()),
              403,
              "publisher of [oven], operator of [demo]"));
    }
  }

  @Test
  void givenTokensThatAreNotAsTheyShouldBe_whenTheyCall_thenEachIsRefusedByName() throws Exception {
    for (Bad bad : bad()) {
      Checked answer = api.callWith(bad.token());
      assertThat(answer.status()).as(bad.name()).isEqualTo(bad.status());
      assertThat(answer.json().path("detail").asText()).as(bad.name()).contains(bad.says());
    }
  }

  @Test
  void givenKeysThatChange_whenTokensComeWithNewOnes_thenTheyAreAskedForAgainButNotByEach()
      throws Exception {
    assertThat(api.callWith(provider.sign(provider.claims().build())).status()).isEqualTo(200);
    provider.rotate();

    assertThat(api.callWith(provider.sign(provider.claims().build())).status()).isEqualTo(200);

    try (var other = TestProvider.start()) {
      for (int i = 0; i < 10; i++) {
        other.rotate();
        assertThat(api.callWith(other.sign(provider.claims().build())).status()).isEqualTo(401);
      }
    }
    assertThat(provider.keysAsked).hasValueGreaterThan(1).hasValueLessThan(5);
  }

  @Test
  void givenProviderThatIsAway_whenTokensCall_thenItsOwnWaitAndOursOpen() throws Exception {
    String token = provider.sign(provider.claims().build());
    provider.close();
    var health = new Health();
    api.server().watch(health);

    Checked answer = api.callWith(token);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").asText())
        .contains(provider.issuer() + " does not answer");
    assertThat(api.callWith(ApiWithProvider.OWN).status()).isEqualTo(200);
    assertThat(health.notes().get("oidc")).startsWith("does not answer");
    assertThat(health.states()).allMatch(state -> state.problem().isEmpty());
  }
}
