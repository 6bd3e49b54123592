using System.Net.Http.Headers;

namespace OnePassword.Events.Pipeline;

/// <summary>The <c>User-Agent</c> of requests.</summary>
internal static class UserAgent
{
    private static readonly string Library = $"OnePassword.Events/{typeof(UserAgent).Assembly.GetName().Version!.ToString(3)}";

    public static bool IsValid(string? application) => application is null || ProductInfoHeaderValue.TryParse(application, out _);

    public static string For(string? application) => application is null ? Library : $"{application} {Library}";
}
