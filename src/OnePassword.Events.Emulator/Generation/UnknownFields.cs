using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Fields that are not in any specification, at the end of an event. A client must accept and keep them.</summary>
internal static class UnknownFields
{
    private static readonly byte[][] Variants =
    [
        [],
        GoJson.Utf8(""","risk":{"score":0.87,"signals":["new_device","proxy"],"model":{"weights":[0.5,-1e-9,3]},"none":{}}"""),
        GoJson.Utf8(""","trace":[1,[2,[3,{"deep":[]}]],[],null,true,false,"}]"]"""),
        GoJson.Utf8(""","sequence":123456789012345678901234567890,"ratio":1.7976931348623157e308,"tiny":5E-324,"zero":-0.0"""),
        GoJson.Utf8(""","comment":"tab\t quote\" slash\\ \/ \u00e9 \ud83d\ude00 \u0000 }],{","":"unnamed","cursor":0}"""[..^1]),
    ];

    public static ReadOnlySpan<byte> Of(long index) => Variants[index % Variants.Length];
}
