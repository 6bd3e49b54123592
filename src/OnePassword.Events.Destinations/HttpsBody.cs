namespace OnePassword.Events.Destinations;

/// <summary>The body of the requests of <see cref="HttpsDestination"/>.</summary>
public enum HttpsBody
{
    /// <summary>One JSON object per line (NDJSON), with the media type <c>application/x-ndjson</c>.</summary>
    Lines,

    /// <summary>A JSON array, with the media type <c>application/json</c>.</summary>
    Array,
}
