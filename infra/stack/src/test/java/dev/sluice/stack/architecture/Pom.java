package dev.sluice.stack.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// What a POM itself says of modules and dependencies; nothing inherited.
///
/// @param modules the folders that it builds
/// @param dependencies its own, not those that it manages
record Pom(List<String> modules, List<Dependency> dependencies) {
  Pom {
    modules = List.copyOf(modules);
    dependencies = List.copyOf(dependencies);
  }

  /// One dependency; the scope is `compile` where the POM names none.
  record Dependency(String groupId, String artifactId, String scope) {
    boolean isOurs() {
      return groupId.equals("dev.sluice");
    }

    boolean isForTestsOnly() {
      return scope.equals("test");
    }
  }

  static Pom read(Path file) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var project = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
      return new Pom(
          children(project, "modules", "module").stream().map(Element::getTextContent).toList(),
          children(project, "dependencies", "dependency").stream().map(Pom::dependency).toList());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + " must be a readable POM", e);
    }
  }

  private static Dependency dependency(Element element) {
    return new Dependency(
        text(element, "groupId", ""),
        text(element, "artifactId", ""),
        text(element, "scope", "compile"));
  }

  private static List<Element> children(Element parent, String list, String name) {
    return children(parent, list).stream()
        .flatMap(found -> children(found, name).stream())
        .toList();
  }

  private static String text(Element parent, String name, String absent) {
    return children(parent, name).stream().findFirst().map(Element::getTextContent).orElse(absent);
  }

  private static List<Element> children(Node parent, String name) {
    var found = new ArrayList<Element>();
    var nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
