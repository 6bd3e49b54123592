using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>A value of an enum of OCSF and its caption.</summary>
internal sealed record OcsfValue(int Id, string Caption)
{
    public static readonly OcsfValue Informational = new(1, "Informational");
    public static readonly OcsfValue Low = new(2, "Low");
    public static readonly OcsfValue Medium = new(3, "Medium");
    public static readonly OcsfValue Success = new(1, "Success");
    public static readonly OcsfValue Failure = new(2, "Failure");

    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> id, ReadOnlySpan<byte> caption)
    {
        json.WriteNumber(id, Id);
        json.WriteString(caption, Caption);
    }
}
