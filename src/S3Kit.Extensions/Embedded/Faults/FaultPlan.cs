namespace S3Kit.Embedded;

/// <summary>The faults of one request, each asked at the moment it is about.</summary>
internal sealed class FaultPlan(IReadOnlyList<EmbeddedFault> faults)
{
    public static FaultPlan None { get; } = new([]);

    public TimeSpan ClockSkew { get; } = faults.Aggregate(TimeSpan.Zero, static (sum, fault) => sum + fault.ClockSkew);

    /// <summary>Before anything of the request is read.</summary>
    public async ValueTask BeforeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var fault in faults)
        {
            if (fault.Before is { } before)
            {
                await before(time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Where the request's body stops being taken; null when nothing befalls it.</summary>
    public ReceivingStop? WhileReceiving { get; } = faults.Select(static fault => fault.WhileReceiving).FirstOrDefault(static stop => stop is not null);

    /// <summary>The answer given in place of the operation; null when it is to run.</summary>
    public HttpResponseMessage? Instead(EmbeddedRequest request)
    {
        foreach (var fault in faults)
        {
            if (fault.Instead is { } instead)
            {
                return instead(request);
            }
        }

        return null;
    }

    /// <summary>What becomes of the answer once the operation has run.</summary>
    public HttpResponseMessage After(HttpResponseMessage response, TimeProvider time)
    {
        foreach (var fault in faults)
        {
            fault.After?.Invoke(response, time);
        }

        return response;
    }
}
