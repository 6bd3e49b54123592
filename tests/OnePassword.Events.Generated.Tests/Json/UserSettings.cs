using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>The settings that a user of Newtonsoft.Json may have for the rest of a program; none may change how a DTO is read or written.</summary>
public sealed class UserSettings
{
    private readonly string _name;
    private readonly JsonSerializerSettings? _settings;

    private UserSettings(string name, JsonSerializerSettings? settings) => (_name, _settings) = (name, settings);

    public static UserSettings Default { get; } = new("defaults", settings: null);

    public static IReadOnlyList<UserSettings> All { get; } =
    [
        Default,
        new("camel case", new() { ContractResolver = new CamelCasePropertyNamesContractResolver() }),
        new("dates", new() { DateParseHandling = DateParseHandling.DateTimeOffset, DateTimeZoneHandling = DateTimeZoneHandling.Local, DateFormatString = "yyyy" }),
        new("strict", new() { MissingMemberHandling = MissingMemberHandling.Error, NullValueHandling = NullValueHandling.Include }),
        new("sparse", new() { NullValueHandling = NullValueHandling.Ignore, DefaultValueHandling = DefaultValueHandling.IgnoreAndPopulate }),
        new("decimals, enum names, culture", new()
        {
            FloatParseHandling = FloatParseHandling.Decimal,
            Converters = { new StringEnumConverter(), new IsoDateTimeConverter { DateTimeFormat = "d" } },
            Culture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } },
        }),
    ];

    public T Read<T>(string json) => JsonConvert.DeserializeObject<T>(json, _settings)!;

    public string Write(object? value) => JsonConvert.SerializeObject(value, Formatting.None, _settings);

    public string RoundTrip<T>(string json) => Write(Read<T>(json));

    public override string ToString() => _name;
}
