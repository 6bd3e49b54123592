using System.Text.Json;
using OnePassword.Events.Destinations.Https;

namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="HttpsDestination"/> for services with a protocol of their own.</summary>
public static class HttpsPresets
{
    private const string SecOpsPath = "/v2/unstructuredlogentries:batchCreate";

    /// <summary>Returns options for Datadog. Each log has the source <c>1password</c>, and the event as its message.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <param name="site">The site, such as <c>datadoghq.eu</c>.</param>
    /// <param name="url">The address of a proxy for logs. Default: null, the intake of the site.</param>
    public static HttpsOptions Datadog(DestinationSecret apiKey, string site = "datadoghq.com", Uri? url = null) => new()
    {
        Url = url ?? new Uri($"https://http-intake.logs.{site}/api/v2/logs"),
        Headers = new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase) { ["DD-API-KEY"] = apiKey },
        Body = HttpsBody.Array,
        Limits = new BatchLimits { MaxEvents = 1_000, MaxBytes = 4_250_000 },
        SuccessStatuses = [202],
        IdempotencyHeader = null,
        Preset = new HttpsPreset("Datadog")
        {
            EventOpening =
                """{"ddsource":"1password","service":"1password","ddtags":"account:{account},feed:{feed},api:{api}","message":""",
            EventClosing = "}",
            EventIsText = true,
            MaxEventBytes = 1_000_000,
            CheckUrl = url is null ? new Uri($"https://api.{site}/api/v1/validate") : null,
            Note = "Datadog keeps milliseconds of event times, and does not keep the times of events older than 18 hours.",
        },
    };

    /// <summary>Returns options for an HTTP source of Sumo Logic.</summary>
    /// <param name="url">The address of the source up to its last slash.</param>
    /// <param name="token">The rest of the address, which is secret.</param>
    /// <param name="category">The source category. <c>{feed}</c> and <c>{account}</c> are replaced.</param>
    public static HttpsOptions SumoLogic(Uri url, DestinationSecret token, string category = "1password/{feed}") => new()
    {
        Url = url,
        PathSecret = token,
        SuccessStatuses = [200],
        IdempotencyHeader = null,
        Preset = new HttpsPreset("Sumo Logic")
        {
            Headers = [("X-Sumo-Category", category), ("X-Sumo-Name", "{account}")],
            Note = "Sumo Logic keeps milliseconds of event times. It has no check that sends no event.",
        },
    };

    /// <summary>Returns options for the ingestion API of Google SecOps, with the log types of its 1Password parsers.</summary>
    /// <param name="serviceAccount">The JSON key of the service account.</param>
    /// <param name="customerId">The customer id.</param>
    /// <param name="region">The region, such as <c>europe</c>. Default: the United States.</param>
    public static HttpsOptions GoogleSecOps(DestinationSecret serviceAccount, string customerId, string? region = null) => new()
    {
        Url = new Uri($"https://{(region is null ? "" : $"{region}-")}malachiteingestion-pa.googleapis.com{SecOpsPath}"),
        GoogleServiceAccount = serviceAccount,
        GoogleScope = "https://www.googleapis.com/auth/malachite-ingestion",
        Body = HttpsBody.Array,
        Limits = new BatchLimits { MaxBytes = 950_000 },
        Gzip = false,
        IdempotencyHeader = null,
        Preset = new HttpsPreset("Google SecOps")
        {
            Opening = $$"""{"customer_id":"{{JsonEncodedText.Encode(customerId)}}","log_type":"{type}","entries":[""",
            Closing = "]}",
            EventOpening = """{"log_text":""",
            EventClosing = "}",
            EventIsText = true,
            Types = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [FeedNames.AuditEvents] = "ONEPASSWORD_AUDIT_EVENTS",
                [FeedNames.ItemUsages] = "ONEPASSWORD",
                [FeedNames.SignInAttempts] = "ONEPASSWORD",
            },
            Note = "Google SecOps has no check of the customer id that sends no event.",
        },
    };

    /// <summary>Returns options for an HTTP source of Panther with bearer authentication.</summary>
    /// <param name="url">The address of the source.</param>
    /// <param name="token">The bearer token.</param>
    public static HttpsOptions Panther(Uri url, DestinationSecret token) => new()
    {
        Url = url,
        BearerToken = token,
        Limits = new BatchLimits { MaxBytes = 490_000 },
        IdempotencyHeader = null,
        Preset = new HttpsPreset("Panther") { Note = "Panther has no check that sends no event." },
    };
}
