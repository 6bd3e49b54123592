using System.Text.Json;
using System.Text.Json.Serialization;

#pragma warning disable MA0048 // All types of one rival in one file, as its author would write them.

namespace OnePassword.Events.Benchmarks.Rival;

/// <summary>
/// Handwritten types for the source generator of System.Text.Json that keep the same data: each object keeps its unknown fields,
/// and a time keeps its text.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Page<AuditEvent>))]
[JsonSerializable(typeof(Page<ItemUsage>))]
[JsonSerializable(typeof(Page<SignInAttempt>))]
internal sealed partial class RivalContext : JsonSerializerContext;

internal abstract class Open
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

internal sealed class Request
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Limit { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartTime { get; set; }
}

internal sealed class Page<T> : Open
{
    public string? Cursor { get; set; }

    public bool? HasMore { get; set; }

    public List<T>? Items { get; set; }
}

internal sealed class AuditEvent : Open
{
    public string? Uuid { get; set; }

    public SentTime? Timestamp { get; set; }

    public string? ActorUuid { get; set; }

    public Person? ActorDetails { get; set; }

    public string? ActorType { get; set; }

    public string? ActorAccountUuid { get; set; }

    public string? AccountUuid { get; set; }

    public string? Action { get; set; }

    public string? ObjectType { get; set; }

    public string? ObjectUuid { get; set; }

    public Person? ObjectDetails { get; set; }

    public long? AuxId { get; set; }

    public string? AuxUuid { get; set; }

    public Person? AuxDetails { get; set; }

    public string? AuxInfo { get; set; }

    public Session? Session { get; set; }

    public Location? Location { get; set; }
}

internal sealed class ItemUsage : Open
{
    public string? Uuid { get; set; }

    public SentTime? Timestamp { get; set; }

    public long? UsedVersion { get; set; }

    public string? VaultUuid { get; set; }

    public string? ItemUuid { get; set; }

    public string? Action { get; set; }

    public User? User { get; set; }

    public Device? Client { get; set; }

    public Location? Location { get; set; }

    public string? AccountUuid { get; set; }
}

internal sealed class SignInAttempt : Open
{
    public string? Uuid { get; set; }

    public string? SessionUuid { get; set; }

    public SentTime? Timestamp { get; set; }

    public string? Category { get; set; }

    public string? Type { get; set; }

    public string? Country { get; set; }

    public Details? Details { get; set; }

    public User? TargetUser { get; set; }

    public Device? Client { get; set; }

    public Location? Location { get; set; }

    public string? AccountUuid { get; set; }
}

internal sealed class Person : Open
{
    public string? Uuid { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }
}

internal sealed class User : Open
{
    public string? Uuid { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? UserType { get; set; }

    public string? Type { get; set; }

    public string? UserAccountUuid { get; set; }
}

internal sealed class Device : Open
{
    public string? AppName { get; set; }

    public string? AppVersion { get; set; }

    public string? PlatformName { get; set; }

    public string? PlatformVersion { get; set; }

    public string? OsName { get; set; }

    public string? OsVersion { get; set; }

    public string? IpAddress { get; set; }
}

internal sealed class Details : Open
{
    public string? Value { get; set; }
}

internal sealed class Session : Open
{
    public string? Uuid { get; set; }

    public SentTime? LoginTime { get; set; }

    public string? DeviceUuid { get; set; }

    public string? Ip { get; set; }
}

internal sealed class Location : Open
{
    public string? Country { get; set; }

    public string? Region { get; set; }

    public string? City { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }
}

[JsonConverter(typeof(SentTimeConverter))]
internal readonly record struct SentTime(DateTimeOffset Value, string Text);

internal sealed class SentTimeConverter : JsonConverter<SentTime>
{
    public override SentTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetDateTimeOffset(), reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, SentTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
