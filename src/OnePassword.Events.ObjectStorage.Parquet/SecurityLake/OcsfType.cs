namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>The types of OCSF that the columns have.</summary>
internal enum OcsfType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number of 32 bits: <c>integer_t</c>.</summary>
    Integer,

    /// <summary>A number of 64 bits: <c>long_t</c>, and <c>timestamp_t</c> in milliseconds of Unix time.</summary>
    Long,

    /// <summary>A floating-point number: <c>float_t</c>.</summary>
    Float,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Any value, as the text of its JSON: <c>json_t</c>.</summary>
    Json,

    /// <summary>An object with known attributes.</summary>
    Object,

    /// <summary>An object with unknown attributes, as a map of texts.</summary>
    Map,
}
