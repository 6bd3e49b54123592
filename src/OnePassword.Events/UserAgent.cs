using System.Net.Http.Headers;

namespace OnePassword.Events;

/// <summary>How requests name their sender.</summary>
internal static class UserAgent
{
    private static readonly string Library = $"OnePassword.Events/{typeof(UserAgent).Assembly.GetName().Version!.ToString(3)}";

    /// <exception cref="ArgumentException"><paramref name="application"/> is not of the form product/version.</exception>
    public static string For(string? application) => application switch
    {
        null => Library,
        _ when ProductInfoHeaderValue.TryParse(application, out _) => $"{application} {Library}",
        _ => throw new ArgumentException($"'{application}' is not a product/version that a User-Agent can hold.", nameof(application)),
    };
}
