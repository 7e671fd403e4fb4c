using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>Reads the query string.</summary>
internal static class RequestQuery
{
    /// <summary>A parameter's value; null when it was not sent. One that was sent twice is refused: nobody could tell which of them counts.</summary>
    public static string? Single(HttpContext context, string name)
    {
        var values = context.Request.Query[name];
        return values.Count <= 1
            ? values.ToString() is { Length: > 0 } value ? value : null
            : throw new RefusedRequestException(StatusCodes.Status400BadRequest, $"The parameter {name} was given more than once.");
    }
}
