using OnePassword.Events.Destinations.Https;

namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="HttpsDestination"/>. <see cref="HttpsPresets"/> has options for some services.</summary>
public sealed record HttpsOptions : HttpDestinationOptions
{
    /// <summary>Gets a secret that is appended to the path of the address.</summary>
    /// <value>Default: null, no secret. It is for services whose address is the secret.</value>
    public DestinationSecret? PathSecret { get; init; }

    /// <summary>Gets the method.</summary>
    /// <value>Default: <c>POST</c>.</value>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Gets headers of each request, by name. A string converts to a value that is not secret.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, DestinationSecret> Headers { get; init; } =
        new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the secret of the header <c>Authorization: Bearer</c>.</summary>
    /// <value>Default: null, no such header.</value>
    public DestinationSecret? BearerToken { get; init; }

    /// <summary>Gets the user name of the header <c>Authorization: Basic</c>, which also needs <see cref="Password"/>.</summary>
    /// <value>Default: null, no such header.</value>
    public string? UserName { get; init; }

    /// <summary>Gets the password of the header <c>Authorization: Basic</c>.</summary>
    /// <value>Default: null, no such header.</value>
    public DestinationSecret? Password { get; init; }

    /// <summary>Gets the JSON key of a Google service account, whose access token becomes the bearer token.</summary>
    /// <value>Default: null, no such token.</value>
    public DestinationSecret? GoogleServiceAccount { get; init; }

    /// <summary>Gets the scope of the access token of <see cref="GoogleServiceAccount"/>.</summary>
    /// <value>Default: <c>https://www.googleapis.com/auth/cloud-platform</c>.</value>
    public string GoogleScope { get; init; } = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>
    /// Gets the secret of the signature: HMAC-SHA256 over the Unix time in seconds, a period and the body as sent. The header
    /// has the form <c>sha256=</c> and lowercase hexadecimal digits.
    /// </summary>
    /// <value>Default: null, no signature.</value>
    public DestinationSecret? SigningSecret { get; init; }

    /// <summary>Gets the header of the signature.</summary>
    /// <value>Default: <c>X-Signature</c>.</value>
    public string SignatureHeader { get; init; } = "X-Signature";

    /// <summary>Gets the header of the Unix time that is signed.</summary>
    /// <value>Default: <c>X-Timestamp</c>.</value>
    public string TimestampHeader { get; init; } = "X-Timestamp";

    /// <summary>
    /// Gets the header of the idempotency key, which depends only on the account, the feed and the events. A repeated batch has
    /// the same key, also after a restart.
    /// </summary>
    /// <value>Default: <c>Idempotency-Key</c>. Null omits it.</value>
    public string? IdempotencyHeader { get; init; } = "Idempotency-Key";

    /// <summary>Gets the body of the requests.</summary>
    /// <value>Default: <see cref="HttpsBody.Lines"/>.</value>
    public HttpsBody Body { get; init; }

    /// <summary>Gets the limits of a batch.</summary>
    /// <value>Default: 1,000 events and 1,000,000 bytes.</value>
    public BatchLimits Limits { get; init; } = new();

    /// <summary>Gets the statuses that mean that the service has the events.</summary>
    /// <value>Default: empty, 200 to 299.</value>
    public IReadOnlyList<int> SuccessStatuses { get; init; } = [];

    /// <summary>Gets the format of the events.</summary>
    /// <value>Default: <see cref="EventFormat.Raw"/>.</value>
    public EventFormat Format { get; init; } = EventFormat.Raw;

    /// <summary>Gets the properties of a preset; null for none.</summary>
    internal HttpsPreset? Preset { get; init; }
}
