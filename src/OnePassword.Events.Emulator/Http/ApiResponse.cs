using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Http;

/// <summary>A complete response that is not sent yet, so that a fault can change it.</summary>
internal sealed class ApiResponse : IDisposable
{
    private const string Json = "application/json";

    public int Status { get; set; } = StatusCodes.Status200OK;

    public string ContentType { get; set; } = Json;

    public PooledBuffer Body { get; } = new();

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the number of events in the body, for the request log.</summary>
    public int Items { get; set; }

    /// <summary>Gets or sets the note for the request log.</summary>
    public string? Note { get; set; }

    /// <summary>Returns the API's error object with the phrase of the status, as captured.</summary>
    public static ApiResponse Error(int status, string? note) => Error(status, note, "");

    /// <summary>Returns an error object with the reason. The API omits it, but it helps to debug a client.</summary>
    public static ApiResponse ErrorWithReason(int status, string reason) => Error(status, reason, $": {reason}");

    /// <summary>Returns the response of Go's router to an unknown path.</summary>
    public static ApiResponse NotFound()
    {
        var response = new ApiResponse { Status = StatusCodes.Status404NotFound, ContentType = "text/plain; charset=utf-8" };
        response.SetBody("404 page not found\n");
        return response;
    }

    public void SetBody(string text)
    {
        Body.Clear();
        Items = 0;
        Body.Write(GoJson.Utf8(text));
    }

    public void Dispose() => Body.Dispose();

    private static ApiResponse Error(int status, string? note, string suffix)
    {
        var response = new ApiResponse { Status = status, Note = note };
        response.SetBody($"{{\"Error\":{{\"Message\":{GoJson.Quote(ReasonPhrases.GetReasonPhrase(status) + suffix)}}}}}");
        return response;
    }
}
