using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnePassword.Events.Destinations.Elasticsearch;

namespace OnePassword.Events.Destinations;

/// <summary>
/// The index template for the data streams or indices of an <see cref="ElasticsearchDestination"/>: times with nanoseconds, and
/// mappings that no new field of the API can conflict with.
/// </summary>
public static class ElasticsearchTemplate
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the body of <c>PUT _index_template/NAME</c>.</summary>
    /// <param name="options">The options of the destination. Its address is not used.</param>
    /// <param name="retentionDays">
    /// After how many days Elasticsearch deletes documents of a data stream. Default: null, never. OpenSearch and plain indices
    /// have no such setting.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">A name in <paramref name="options"/> is invalid.</exception>
    public static string Create(ElasticsearchOptions options, int? retentionDays = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var target = ElasticsearchTarget.Of(options);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("index_patterns"u8);
            foreach (var pattern in target.Patterns)
                json.WriteStringValue(pattern);
            json.WriteEndArray();
            if (target.IsDataStream)
            {
                json.WriteStartObject("data_stream"u8);
                json.WriteEndObject();
            }
            json.WriteNumber("priority"u8, 500); // Above the templates of Elastic.
            json.WriteStartObject("template"u8);
            if (retentionDays is { } days && target.IsDataStream && !options.IsOpenSearch)
            {
                json.WriteStartObject("lifecycle"u8);
                json.WriteString("data_retention"u8, FormattableString.Invariant($"{days}d"));
                json.WriteEndObject();
            }
            json.WriteStartObject("settings"u8);
            json.WriteString("index.codec"u8, "best_compression"u8);
            json.WriteEndObject();
            json.WritePropertyName("mappings"u8);
            new TemplateMappings(json, options.IsOpenSearch).Write(options.Format);
            json.WriteEndObject();
            json.WriteStartObject("_meta"u8);
            json.WriteString("description"u8, $"1Password events in the format {options.Format}, sent by OnePassword.Events");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }
}
