namespace S3Kit;

/// <summary>A change of an endpoint's circuit breaker. It holds neither credentials nor names of objects.</summary>
public sealed class CircuitChangedEventArgs : EventArgs
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The state before. An open breaker whose time is over is half-open from the moment a trial begins, and not before.</summary>
    public required CircuitState Previous { get; init; }

    /// <summary>The state after.</summary>
    public required CircuitState State { get; init; }

    /// <summary>When it changed. Handlers are called later, one after the other.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, in a few words for people, such as <c>3 failures in a row: Server (InternalError, status 500)</c>. Not for programs: the words may change.</summary>
    public required string Reason { get; init; }

    /// <summary>The kind of the failure that opened it; <see langword="null"/> when it was not opened by one.</summary>
    public S3ErrorKind? ErrorKind { get; init; }
}
