namespace OnePassword.Events.Destinations.Azure;

/// <summary>A cloud of Azure. The address of an endpoint says which one it is in.</summary>
/// <param name="Suffix">The end of the hosts of its ingestion endpoints.</param>
/// <param name="Authority">The address of Microsoft Entra.</param>
internal sealed record AzureCloud(string Suffix, Uri Authority)
{
    public static readonly AzureCloud Public = new("monitor.azure.com", new Uri("https://login.microsoftonline.com"));
    public static readonly AzureCloud UsGovernment = new("monitor.azure.us", new Uri("https://login.microsoftonline.us"));
    public static readonly AzureCloud China = new("monitor.azure.cn", new Uri("https://login.partner.microsoftonline.cn"));

    /// <summary>Gets the resource that an access token is for.</summary>
    public string Audience => $"https://{Suffix}";

    public static AzureCloud Of(Uri endpoint) =>
        Array.Find([UsGovernment, China], cloud => endpoint.Host.EndsWith("." + cloud.Suffix, StringComparison.OrdinalIgnoreCase))
        ?? Public;
}
