package dev.sluice.api.schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads and writes the API's records.
public final class ApiJson {
  private static final int MAX_DEPTH = 32;
  private static final JsonMapper MAPPER = mapper();

  private ApiJson() {}

  private static JsonMapper mapper() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .addModule(new Jdk8Module())
        .addModule(new TextModule())
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .build();
  }

  /// A record as UTF-8.
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of the API must have a JSON form", e);
    }
  }

  /// A record as a tree.
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// Reads a tree; duplicate members and anything behind it are refused.
  ///
  /// @throws IOException if it is no JSON; the message says where
  public static JsonNode parse(byte[] json) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree.isMissingNode()) {
        throw new IOException("there is nothing");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new IOException(said(e), e);
    }
  }

  /// Reads a record that its schema has let pass.
  ///
  /// @throws IllegalArgumentException if a value is refused by its own type
  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(said(e), e);
    }
  }

  /// Jackson's message without the source and the reference chain.
  private static String said(JsonProcessingException e) {
    @Nullable Throwable cause = e.getCause();
    String text = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
    return text == null ? e.getOriginalMessage() : text;
  }

  /// An enum constant as the API writes it: lower case with dashes.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static final class TextModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    @Override
    public void setupModule(SetupContext context) {
      context.addSerializers(new TextSerializers());
      context.addDeserializers(new TextDeserializers());
    }
  }

  private static final class TextSerializers extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType type, BeanDescription description) {
      Class<?> raw = type.getRawClass();
      if (raw.isEnum()) {
        return new Words();
      }
      return TextForm.find(raw).isPresent() ? new Texts() : null;
    }
  }

  private static final class TextDeserializers extends Deserializers.Base {
    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      return TextForm.find(type.getRawClass()).map(TextReader::new).orElse(null);
    }

    @Override
    public JsonDeserializer<?> findEnumDeserializer(
        Class<?> type, DeserializationConfig config, BeanDescription description) {
      return new WordReader(type);
    }
  }

  private static final class Words extends JsonSerializer<Enum<?>> {
    @Override
    public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(word(value));
    }
  }

  private static final class Texts extends JsonSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class TextReader extends JsonDeserializer<Object> {
    private final TextForm form;

    TextReader(TextForm form) {
      this.form = form;
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getValueAsString("");
      try {
        return form.read(text);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(json, e.getMessage(), e);
      }
    }
  }

  private static final class WordReader extends JsonDeserializer<Object> {
    private final Class<?> type;

    WordReader(Class<?> type) {
      this.type = type;
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getValueAsString("");
      for (Object constant : type.getEnumConstants()) {
        if (word((Enum<?>) constant).equals(text)) {
          return constant;
        }
      }
      throw context.weirdStringException(text, type, "not one of its words");
    }
  }
}
