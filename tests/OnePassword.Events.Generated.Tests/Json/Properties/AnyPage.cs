using FsCheck;
using FsCheck.Fluent;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;
using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>Random pages: documented names with any values, nested and repeated.</summary>
internal static class AnyPage
{
    private static readonly Gen<string> Known = Gen.Elements(
        Spec.Both.SelectMany(spec => spec.GeneratedRecords.SelectMany(name => spec.FieldsOf(name).Select(field => field.Name)))
            .Append("type").Distinct(StringComparer.Ordinal).ToArray());

    // The same name with one escaped letter.
    private static readonly Gen<string> Name = Gen.Frequency(
        (8, Known.Select(name => $"\"{name}\"")),
        (1, from name in Known from at in Gen.Choose(0, name.Length - 1) select $"\"{name[..at]}\\u{(int)name[at]:x4}{name[(at + 1)..]}\""),
        (1, Inputs.JsonText));

    private static readonly Gen<string> Time =
        from moment in Inputs.Moment
        from digits in Gen.Elements("", ".1", ".710457472", ".123456789012", ".", ".0Z")
        from zone in Gen.Elements("Z", "z", "+00:00", "-23:59", "+02:00", "")
        select $"\"{moment:yyyy-MM-dd'T'HH:mm:ss}{digits}{zone}\"";

    private static readonly Gen<string> Value = Gen.Frequency(
        (2, Gen.Elements("\"user\"", "\"create\"", "\"of-tomorrow\"", "\"CA\"", "\"cr\\u0065ate\"", "null", "true")),
        (1, Gen.Elements("0", "-0", "-0.0", "5", "2147483648", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "43.64", "1e2", "4.9e-324", "1E+400")),
        (2, Time),
        (2, Inputs.Json));

    public static Gen<string> Any { get; } = Fields(Fields(Fields(Fields(Value))));

    private static Gen<string> Fields(Gen<string> inner)
    {
        var value = Gen.Frequency((2, Value), (3, inner), (1, inner.ListOf().Select(elements => $"[{string.Join(',', elements)}]")));
        var field = Gen.Frequency(
            (3, from name in Name from content in value select $"{name}:{content}"),
            (1, from elements in inner.ListOf() select $"\"items\":[{string.Join(", ", elements)}]"));
        return field.ListOf().Select(fields => $"{{{string.Join(',', fields)}}}");
    }
}
