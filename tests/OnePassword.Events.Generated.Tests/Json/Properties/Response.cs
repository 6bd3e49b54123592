using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>
/// A response of an operation, and the three ways to read it: as the client does, with Newtonsoft.Json, and with
/// System.Text.Json.
/// </summary>
/// <param name="Path">The path of the operation.</param>
/// <param name="Spec">The specification of the operation.</param>
/// <param name="Type">The DTO.</param>
/// <param name="AsClient">Reads the bytes of a response as the client does.</param>
public sealed record Response(string Path, Spec Spec, Type Type, Func<byte[], object> AsClient)
{
    private static readonly Newtonsoft.Json.JsonSerializer Converting = new();
    private static readonly JsonSerializerOptions Options = new()
    {
        MaxDepth = 512,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<Response> All { get; } =
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

    public static IReadOnlyList<Response> Pages { get; } = [.. All.Where(response =>
        !response.Path.EndsWith("introspect", StringComparison.Ordinal))];

    /// <summary>
    /// Fails unless all three ways read the same or all fail, both libraries write the same, and what they write is what the
    /// reference model says. Newtonsoft.Json accepts more than RFC 8259 allows; the other two must not.
    /// </summary>
    /// <returns>Whether the body was read.</returns>
    public bool AssertAllAgree(byte[] body)
    {
        var asClient = Read(AsClient, body);
        AssertSame(asClient, IsJson(body) ? Read(WithNewtonsoft, body) : null, body);
        AssertSame(asClient, Read(WithSystemText, body), body);
        if (asClient is null)
            return false;

        var written = UserSerializer.Newtonsoft.Write(asClient, Type);
        Assert.That(Tokens.Compact(JsonSerializer.Serialize(asClient, Type, Options)), Is.EqualTo(Tokens.Compact(written)));
        if (ReferenceModel.Parse(Encoding.UTF8.GetString(WithoutBom(body))) is { } parsed)
            Assert.That(Tokens.Compact(written), Is.EqualTo(ReferenceModel.Write(Spec, Type.Name, parsed).Compact()));
        return true;
    }

    public override string ToString() => Path;

    private static Response Of<T>(string path, ReadObject<T> read)
        where T : class =>
        new(path, typeof(T).Namespace == Spec.V1.Namespace ? Spec.V1 : Spec.V2, typeof(T), body => WireReader.Parse(body, read));

    private object WithNewtonsoft(byte[] body)
    {
        using var text = new StreamReader(new MemoryStream(body), Encoding.UTF8);
        using var reader = new Newtonsoft.Json.JsonTextReader(text) { MaxDepth = 512 };
        var value = Converting.Deserialize(reader, Type) ?? throw new JsonException("A null.");
        return reader.Read() ? throw new JsonException("More than one value.") : value;
    }

    private object WithSystemText(byte[] body) =>
        JsonSerializer.Deserialize(WithoutBom(body), Type, Options) ?? throw new JsonException("A null.");

    private static byte[] WithoutBom(byte[] body) => body.AsSpan().StartsWith("\uFEFF"u8) ? body[3..] : body;

    private void AssertSame(object? expected, object? actual, byte[] body)
    {
        if (Differences.Between(expected, actual).FirstOrDefault() is { } difference)
            Assert.Fail($"{Path}{difference}\nin {Encoding.UTF8.GetString(body)}");
    }

    private static object? Read(Func<byte[], object> read, byte[] body)
    {
        try
        {
            return read(body);
        }
        catch (Exception e) when (e is JsonException or Newtonsoft.Json.JsonException)
        {
            return null;
        }
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            JsonDocument.Parse(WithoutBom(body), new() { MaxDepth = 65_536 }).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
