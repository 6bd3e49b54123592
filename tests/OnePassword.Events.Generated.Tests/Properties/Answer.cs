using System.Text;
using Newtonsoft.Json;
using JsonDocument = System.Text.Json.JsonDocument;

namespace OnePassword.Events.Generated.Tests.Properties;

/// <summary>A type of answer, and the two ways to read it: the generated reader, and Newtonsoft with the converters of the DTOs.</summary>
/// <param name="Path">The operation.</param>
/// <param name="Generated">Reads by the generated reader.</param>
/// <param name="Converted">Reads by the converters.</param>
public sealed record Answer(string Path, Func<byte[], object> Generated, Func<byte[], object> Converted)
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create();

    public static IReadOnlyList<Answer> All { get; } =
    [
        Of<V1.Introspection>("/api/auth/introspect", V1.IntrospectionReader.TryRead),
        Of<V1.AuditEventItems>("/api/v1/auditevents", V1.AuditEventItemsReader.TryRead),
        Of<V1.ItemUsageItems>("/api/v1/itemusages", V1.ItemUsageItemsReader.TryRead),
        Of<V1.SignInAttemptItems>("/api/v1/signinattempts", V1.SignInAttemptItemsReader.TryRead),
        Of<V2.Introspection>("/api/v2/auth/introspect", V2.IntrospectionReader.TryRead),
        Of<V2.AuditEventItems>("/api/v2/auditevents", V2.AuditEventItemsReader.TryRead),
        Of<V2.ItemUsageItems>("/api/v2/itemusages", V2.ItemUsageItemsReader.TryRead),
        Of<V2.SignInAttemptItems>("/api/v2/signinattempts", V2.SignInAttemptItemsReader.TryRead),
    ];

    public static IReadOnlyList<Answer> Pages { get; } = [.. All.Where(answer => !answer.Path.EndsWith("introspect", StringComparison.Ordinal))];

    /// <summary>
    /// Fails unless both ways give the same, or both refuse. Where Newtonsoft takes more than RFC 8259 allows, the generated
    /// reader has to refuse.
    /// </summary>
    /// <returns>Whether it was read.</returns>
    public bool AssertBothGiveTheSame(byte[] body)
    {
        var generated = Read(Generated, body);
        var converted = IsJson(body) ? Read(Converted, body) : null;
        var difference = Differences.Between(converted, generated).FirstOrDefault();
        if (difference is not null)
            Assert.Fail($"{Path}{difference}\nin {Encoding.UTF8.GetString(body)}");
        return generated is not null;
    }

    public override string ToString() => Path;

    private static Answer Of<T>(string path, WireRead<T> read)
        where T : class =>
        new(path, body => WireReader.Parse(body, read), Convert<T>);

    private static object Convert<T>(byte[] body)
        where T : class
    {
        using var reader = new JsonTextReader(new StreamReader(new MemoryStream(body), Encoding.UTF8)) { MaxDepth = 512 };
        var value = Serializer.Deserialize<T>(reader) ?? throw new JsonSerializationException("A null.");
        return reader.Read() ? throw new JsonSerializationException("More than one value.") : value;
    }

    private static object? Read(Func<byte[], object> read, byte[] body)
    {
        try
        {
            return read(body);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or Newtonsoft.Json.JsonException)
        {
            return null;
        }
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), new() { MaxDepth = 65_536 }).Dispose();
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
