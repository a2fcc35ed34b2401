package dev.sluice.api.site;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// One file of a JavaScript library that Maven brings as a jar. Its address has no version, so that
/// pages need not change with it.
///
/// @param groupId whose form of jar it is
/// @param name of the library, which is its artifact id too
/// @param file within the library: `dist/preact.module.js`
/// @param folder where such jars keep their files
public record Library(String groupId, String name, String file, String folder) {
  /// Where libraries are served.
  static final String PREFIX = "/webjars/";

  /// A file of a WebJar.
  public static Library webJar(String name, String file) {
    return new Library("org.webjars.npm", name, file, "META-INF/resources/webjars/");
  }

  /// A file of a jar of mvnpm, for libraries that are no WebJars.
  public static Library mvnpm(String name, String file) {
    return new Library("org.mvnpm", name, file, "META-INF/resources/_static/");
  }

  /// The path that it is served under.
  String path() {
    return PREFIX + name + "/" + file;
  }

  /// The name of its resource, by the version that is on the class path.
  ///
  /// @throws IllegalStateException if the library is not there: a build that left it out
  String resource(ClassLoader loader) {
    String pom = "META-INF/maven/%s/%s/pom.properties".formatted(groupId, name);
    try (@Nullable InputStream in = loader.getResourceAsStream(pom)) {
      if (in == null) {
        throw new IllegalStateException("expected the library " + name + ", found no " + pom);
      }
      var properties = new Properties();
      properties.load(in);
      return folder + name + "/" + properties.getProperty("version") + "/" + file;
    } catch (IOException e) {
      throw new IllegalStateException(pom + ": " + e.getMessage(), e);
    }
  }
}
