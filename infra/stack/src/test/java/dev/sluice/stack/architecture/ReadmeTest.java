package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Sources SOURCES = Sources.find();
  private static final KnownTypes TYPES = KnownTypes.of(SOURCES);
  private static final Pattern LINK = Pattern.compile("\\[([\\w.]+)(#[^\\]]*)?]");

  private static Readme readme() {
    return Readme.parse(Sources.read(SOURCES.root().resolve("README.md")));
  }

  @Test
  void givenReadme_whenReadingItsModuleTable_thenItEqualsThePoms() {
    var table = readme().moduleTable();

    assertThat(table)
        .extracting(Readme.Row::path)
        .containsExactlyInAnyOrderElementsOf(SOURCES.modulePaths());
    for (var row : table) {
      var module = Layout.OURS.findByArtifactId(row.path().replace('/', '-')).orElseThrow();
      assertThat(row.layer()).as("layer of %s", row.path()).isEqualTo(module.layer().word());
    }
  }

  @Test
  void givenReadme_whenItNamesTypes_thenEachExists() {
    var types = readme().types();

    assertThat(types).isNotEmpty();
    assertThat(TYPES.missing(types)).isEmpty();
  }

  @Test
  void givenReadme_whenItNamesPaths_thenEachExists() {
    var folders =
        SOURCES.modulePaths().stream()
            .map(path -> path.split("/", -1)[0])
            .collect(Collectors.toSet());

    var paths = readme().paths(folders);

    assertThat(paths).isNotEmpty().allMatch(path -> Files.exists(SOURCES.root().resolve(path)));
  }

  @Test
  void givenReadme_whenItGuaranteesSomething_thenATestThatExistsIsNamed() {
    var declared = SOURCES.declaredTypes();

    var guarantees = readme().guarantees();

    assertThat(guarantees).isNotEmpty().noneMatch(guarantee -> Readme.testsIn(guarantee).isEmpty());
    var named = guarantees.stream().flatMap(guarantee -> Readme.testsIn(guarantee).stream());
    assertThat(named.filter(test -> !declared.contains(test))).as("tests that are gone").isEmpty();
  }

  @Test
  void givenPackageDescriptions_whenTheyNameTypes_thenEachExists() {
    var missing = new TreeSet<String>();
    for (var file : SOURCES.javaFiles()) {
      if (file.endsWith("package-info.java") || file.endsWith("module-info.java")) {
        TYPES
            .missing(typesIn(Sources.read(file)))
            .forEach(type -> missing.add(SOURCES.root().relativize(file) + " names " + type));
      }
    }

    assertThat(missing).isEmpty();
  }

  private static Set<String> typesIn(String source) {
    var comment =
        source.lines().filter(line -> line.startsWith("///")).collect(Collectors.joining("\n"));
    var types = new TreeSet<>(Readme.parse(comment).types());
    LINK.matcher(comment)
        .results()
        .map(found -> found.group(1).substring(found.group(1).lastIndexOf('.') + 1))
        .filter(name -> Character.isUpperCase(name.charAt(0)))
        .forEach(types::add);
    return types;
  }

  @Test
  void givenPageWithClaims_whenRead_thenTheyAreFound() {
    var page =
        Readme.parse(
            """
            Start at `Refresh`, `Signer.start` and [the rest](x), with `Cache-Control` and `mvn verify`.
            ```
            | folder | module | layer | holds |
            | `none/` | `fenced` | core | `NotThere` |
            ```
            | folder | module | layer | holds |
            |---|---|---|---|
            | `signer/` | `tuf` | contract | the rules |
            | | `service` | shell | keys |
            | `infra/` | `deploy/` | — | no Java |

            ## Guarantees and limits
            - Nothing unsigned is installed
              (`RefreshTest`).
            - Something without proof.
            ## Next
            - not a guarantee; see `signer/tuf` and `signer/gone`
            """);

    assertThat(page.moduleTable())
        .containsExactly(
            new Readme.Row("signer/tuf", "contract"), new Readme.Row("signer/service", "shell"));
    assertThat(page.types()).containsExactly("Refresh", "RefreshTest", "Signer");
    assertThat(page.paths(Set.of("signer")))
        .containsExactly("signer/", "signer/gone", "signer/tuf");
    assertThat(page.guarantees()).hasSize(2);
    assertThat(Readme.testsIn(page.guarantees().getFirst())).containsExactly("RefreshTest");
    assertThat(Readme.testsIn(page.guarantees().getLast())).isEmpty();
  }

  @Test
  void givenTypeThatIsGone_whenChecked_thenItIsMissing() {
    assertThat(TYPES.missing(Set.of("ReadmeTest", "Layout", "NoSuchTypeAnywhere")))
        .containsExactly("NoSuchTypeAnywhere");
  }
}
