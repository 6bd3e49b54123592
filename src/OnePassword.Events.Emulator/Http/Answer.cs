using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>An answer of the API before it is sent, complete, so that a fault can still spoil it.</summary>
internal sealed class Answer : IDisposable
{
    private const string Json = "application/json";

    public int Status { get; set; } = StatusCodes.Status200OK;

    public string ContentType { get; set; } = Json;

    public PooledBuffer Body { get; } = new();

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how many events the body holds, for the request log.</summary>
    public int Items { get; set; }

    /// <summary>Gets or sets what the request log says beside the status.</summary>
    public string? Note { get; set; }

    /// <summary>Returns the API's error object with the phrase of the status, as captured.</summary>
    public static Answer Error(int status, string? note) => Error(status, note, "");

    /// <summary>Returns the same with the reason after the phrase, which the API does not give: whoever tests a client needs it.</summary>
    public static Answer Explained(int status, string reason) => Error(status, reason, $": {reason}");

    private static Answer Error(int status, string? note, string explanation)
    {
        var answer = new Answer { Status = status, Note = note };
        answer.SetBody($"{{\"Error\":{{\"Message\":{GoJson.Quote(ReasonPhrases.GetReasonPhrase(status) + explanation)}}}}}");
        return answer;
    }

    /// <summary>What Go's router says of an unknown path.</summary>
    public static Answer NotFound()
    {
        var answer = new Answer { Status = StatusCodes.Status404NotFound, ContentType = "text/plain; charset=utf-8" };
        answer.SetBody("404 page not found\n");
        return answer;
    }

    public void SetBody(string text)
    {
        Body.Clear();
        Items = 0;
        Body.Write(GoJson.Utf8(text));
    }

    public void Dispose() => Body.Dispose();
}
