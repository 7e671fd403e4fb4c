namespace S3Kit.Embedded;

/// <content>Answers that begin well. The operation is done.</content>
internal sealed partial class EmbeddedFault
{
    /// <summary>The connection drops within the answer's body.</summary>
    /// <param name="afterBytes">How many bytes arrive first.</param>
    /// <returns>The fault. It does not befall a body that is not longer.</returns>
    public static EmbeddedFault ResetInBody(long afterBytes = 0) =>
        OfBody($"reset in the body after {afterBytes}", (inner, _) => new CutBodyStream(inner, afterBytes, static _ => throw Reset()));

    /// <summary>The server closes the connection before all of the declared body came.</summary>
    /// <param name="afterBytes">How many bytes arrive first.</param>
    /// <returns>The fault. It does not befall a body that is not longer.</returns>
    public static EmbeddedFault TruncateBody(long afterBytes = 0) => OfBody(
        $"body truncated after {afterBytes}",
        (inner, _) => new CutBodyStream(
            inner, afterBytes, static _ => throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")));

    /// <summary>The body ends early as if that were its end, with the Content-Length unchanged: only who counts will notice.</summary>
    /// <param name="afterBytes">How many bytes arrive.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault EndBodyEarly(long afterBytes = 0) =>
        OfBody($"body ends after {afterBytes}", (inner, _) => new CutBodyStream(inner, afterBytes, static _ => ValueTask.CompletedTask));

    /// <summary>The body stops coming. Ends when the reader gives up or disposes the stream.</summary>
    /// <param name="afterBytes">How many bytes arrive first.</param>
    /// <returns>The fault. It does not befall a body that is not longer.</returns>
    public static EmbeddedFault StallInBody(long afterBytes = 0) => OfBody(
        $"stall in the body after {afterBytes}",
        (inner, time) => new CutBodyStream(
            inner, afterBytes, cancellationToken => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken))));

    /// <summary>The body comes in small pieces with a pause before each.</summary>
    /// <param name="pieceSize">The most bytes of a piece.</param>
    /// <param name="pause">How long each is waited for, by the store's TimeProvider.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault SlowBody(int pieceSize, TimeSpan pause) =>
        OfBody($"{pieceSize} bytes every {pause}", (inner, time) => new SlowBodyStream(inner, pieceSize, pause, time));

    /// <summary>One byte of the body is another.</summary>
    /// <param name="offset">Which.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault CorruptByte(long offset = 0) => OfBody($"byte {offset} corrupted", (inner, _) => new CorruptBodyStream(inner, offset));

    /// <summary>The declared length is not the body's.</summary>
    /// <param name="difference">What is added to it.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault WrongContentLength(long difference) => new($"Content-Length off by {difference}")
    {
        After = (response, _) =>
        {
            if (response.Content.Headers.ContentLength is { } length)
            {
                response.Content.Headers.ContentLength = length + difference;
            }
        },
    };

    /// <summary>The ETag header is another object's.</summary>
    /// <param name="etag">What it says, without quotes.</param>
    /// <returns>The fault. It does not befall an answer that has none.</returns>
    public static EmbeddedFault WrongETag(string etag = "00000000000000000000000000000000") => new($"ETag {etag}")
    {
        After = (response, _) =>
        {
            if (response.Headers.NonValidated.Contains("ETag"))
            {
                response.With("ETag", $"\"{etag}\"");
            }
        },
    };

    private static EmbeddedFault OfBody(string name, Func<Stream, TimeProvider, Stream> wrap) => new(name)
    {
        After = (response, time) =>
        {
            var content = response.Content;
            var length = content.Headers.ContentLength;
            response.Content = new StreamContent(wrap(content.ReadAsStream(), time));
            foreach (var header in content.Headers.NonValidated)
            {
                response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }

            response.Content.Headers.ContentLength = length;
        },
    };
}
