using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>
/// A JSON library with settings that a user may have for the rest of a program. None may change how a DTO is read or written.
/// </summary>
public sealed class UserSerializer
{
    private readonly string _name;
    private readonly Func<string, Type, object?> _read;
    private readonly Func<object?, Type, string> _write;

    private UserSerializer(string name, JsonSerializerSettings? settings)
    {
        _name = $"Newtonsoft.Json, {name}";
        ParsesDates = true;
        _read = (json, type) => JsonConvert.DeserializeObject(json, type, settings);
        _write = (value, _) => JsonConvert.SerializeObject(value, Formatting.None, settings);
    }

    private UserSerializer(string name, JsonSerializerOptions options, Func<string, Type, JsonSerializerOptions,
        object?>? read = null)
    {
        _name = $"System.Text.Json, {name}";
        _read = (json, type) => (read ?? JsonSerializer.Deserialize)(json, type, options);
        _write = (value, type) => JsonSerializer.Serialize(value, type, options);
    }

    public static UserSerializer Newtonsoft { get; } = new("defaults", settings: null);

    public static UserSerializer SystemText { get; } = new("defaults",
        new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static IReadOnlyList<UserSerializer> Both { get; } = [Newtonsoft, SystemText];

    public static IReadOnlyList<UserSerializer> All { get; } =
    [
        .. Both,
        new("camel case", new() { ContractResolver = new CamelCasePropertyNamesContractResolver() }),
        new("dates", new()
        {
            DateParseHandling = DateParseHandling.DateTimeOffset,
            DateTimeZoneHandling = DateTimeZoneHandling.Local,
            DateFormatString = "yyyy",
        }),
        new("strict", new()
        {
            MissingMemberHandling = MissingMemberHandling.Error,
            NullValueHandling = NullValueHandling.Include,
        }),
        new("sparse", new()
        {
            NullValueHandling = NullValueHandling.Ignore,
            DefaultValueHandling = DefaultValueHandling.IgnoreAndPopulate,
        }),
        new("decimals, enum names, culture", new()
        {
            FloatParseHandling = FloatParseHandling.Decimal,
            Converters = { new StringEnumConverter(), new IsoDateTimeConverter { DateTimeFormat = "d" } },
            Culture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } },
        }),
        new("camel case, sparse", new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        }),
        new("strict", new JsonSerializerOptions(
            JsonSerializerDefaults.Strict) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        new("lenient", new JsonSerializerOptions()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
        }),
        new("a stream of small parts",
            new JsonSerializerOptions() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultBufferSize = 1 },
                JsonParts.ReadStream),
        new("a sequence of small parts", new JsonSerializerOptions() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
            JsonParts.ReadSequence),
    ];

    /// <summary>Whether the library parses strings that look like dates before a converter sees them.</summary>
    public bool ParsesDates { get; }

    /// <summary>The exception of the library for invalid JSON.</summary>
    public Type Exception => ParsesDates ? typeof(Newtonsoft.Json.JsonException) : typeof(System.Text.Json.JsonException);

    public T Read<T>(string json) => (T)_read(json, typeof(T))!;

    public object? Read(string json, Type type) => _read(json, type);

    public string Write<T>(T value) => _write(value, typeof(T));

    public string Write(object? value, Type type) => _write(value, type);

    public string RoundTrip<T>(string json) => Write(Read<T>(json));

    public override string ToString() => _name;
}
