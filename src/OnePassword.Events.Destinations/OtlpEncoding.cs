namespace OnePassword.Events.Destinations;

/// <summary>The encoding of OTLP requests.</summary>
public enum OtlpEncoding
{
    /// <summary>Binary protobuf.</summary>
    Protobuf,

    /// <summary>The JSON form of protobuf.</summary>
    Json,
}
