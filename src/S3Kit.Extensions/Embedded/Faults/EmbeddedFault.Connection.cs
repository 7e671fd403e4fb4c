using System.Net.Sockets;

namespace S3Kit.Embedded;

/// <content>Connections that fail or wait. The exceptions are those of SocketsHttpHandler.</content>
internal sealed partial class EmbeddedFault
{
    /// <summary>Nothing listens: the request is not even begun.</summary>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Refuse() => new("connection refused")
    {
        Before = static (_, _) => throw new HttpRequestException(
            HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
    };

    /// <summary>The connection drops before the request's body is read; nothing is done.</summary>
    /// <returns>The fault.</returns>
    public static EmbeddedFault ResetBeforeRequest() => new("reset before the request") { Before = static (_, _) => throw SendingFailed() };

    /// <summary>The connection drops while the request's body is sent; nothing is done.</summary>
    /// <param name="afterBytes">How many bytes are taken first.</param>
    /// <returns>The fault. It does not befall a body that is not longer.</returns>
    public static EmbeddedFault ResetInRequestBody(long afterBytes = 0) => new($"reset in the request's body after {afterBytes}")
    {
        WhileReceiving = new ReceivingStop(afterBytes, static (_, _) => throw Reset()),
    };

    /// <summary>The operation is done and its answer lost: what makes writes ambiguous.</summary>
    /// <returns>The fault.</returns>
    public static EmbeddedFault LoseAnswer() => new("answer lost")
    {
        After = static (response, _) =>
        {
            response.Dispose();
            throw SendingFailed();
        },
    };

    /// <summary>No answer, ever; nothing is done. Ends when the caller gives up.</summary>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Stall() => new("stall")
    {
        Before = static (time, cancellationToken) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken)),
    };

    /// <summary>The server stops taking the request's body. Ends when the caller gives up.</summary>
    /// <param name="afterBytes">How many bytes are taken first.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault StallInRequestBody(long afterBytes = 0) => new($"stall in the request's body after {afterBytes}")
    {
        WhileReceiving = new ReceivingStop(
            afterBytes, static (time, cancellationToken) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken))),
    };

    /// <summary>The request waits before anything is done.</summary>
    /// <param name="delay">How long, by the store's TimeProvider.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Delay(TimeSpan delay) => new($"delay of {delay}")
    {
        Before = (time, cancellationToken) => new ValueTask(Task.Delay(delay, time, cancellationToken)),
    };

    /// <summary>The request waits for a test to let it go on.</summary>
    /// <param name="until">Ends the wait.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Hold(Task until) => new("hold")
    {
        Before = (_, cancellationToken) => new ValueTask(until.WaitAsync(cancellationToken)),
    };

    /// <summary>The server's clock is off for these requests; beyond 15 minutes it refuses their signatures.</summary>
    /// <param name="ahead">How far ahead; negative when behind.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Skew(TimeSpan ahead) => new($"clock ahead by {ahead}") { ClockSkew = ahead };

    private static HttpRequestException SendingFailed() => new("An error occurred while sending the request.", Reset());

    private static IOException Reset() =>
        new("Unable to read data from the transport connection: Connection reset by peer.", new SocketException((int)SocketError.ConnectionReset));
}
