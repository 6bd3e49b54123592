using System.Text.Json.Serialization;

namespace OnePassword.Events.Cli.Export;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ExportManifest))]
internal sealed partial class ExportManifestJson : JsonSerializerContext;
