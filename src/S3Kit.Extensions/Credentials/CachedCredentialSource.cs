using System.Diagnostics.CodeAnalysis;
using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>
/// Keeps credentials until shortly before they expire, then has them renewed once for everybody. Requests go on with the old ones meanwhile, and also when
/// the renewal fails, as long as they are good.
/// </summary>
internal sealed class CachedCredentialSource(ICredentialProvider provider, string endpoint, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan LongestRenewalWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Held? _held;
    private Task<Outcome>? _fetch;

    /// <summary>Completes when no fetch is under way.</summary>
    internal Task Fetching => Volatile.Read(ref _fetch) ?? Task.CompletedTask;

    public ValueTask<S3Credentials?> GetAsync(CancellationToken cancellationToken)
    {
        var held = Volatile.Read(ref _held);
        return held is not null && time.GetUtcNow() < held.RenewAt ? new(held.Credentials) : RenewAsync(cancellationToken);
    }

    private async ValueTask<S3Credentials?> RenewAsync(CancellationToken cancellationToken)
    {
        Task<Outcome> fetch;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_held is { } fresh && now < fresh.RenewAt)
                return fresh.Credentials;

            // On its own: what a provider does before its first await must run neither under the lock nor in the caller's time, and the caller's
            // cancellation must not take the credentials away from the others.
            fetch = _fetch ??= Task.Run(FetchAsync, CancellationToken.None);
            if (_held is { } stillGood && now < stillGood.Expires)
                return stillGood.Credentials;
        }

        var outcome = await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
        return outcome.Credentials ?? throw Failure(outcome);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It becomes the failure of every request that waits.")]
    private async Task<Outcome> FetchAsync()
    {
        Outcome outcome;
        try
        {
            using var timeout = new CancellationTokenSource(FetchTimeout, time);

            // Not every provider heeds the token, and some block their thread: the limit must hold all the same.
            var issued = await Task.Run(() => provider.FetchAsync(timeout.Token).AsTask(), timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
            outcome = issued.Expires <= time.GetUtcNow() ? new(null, "they have expired already", null) : new(issued.Credentials, null, null, issued.Expires);
        }
        catch (CredentialsUnavailableException exception)
        {
            outcome = new(null, exception.Message, exception.InnerException);
        }
        catch (OperationCanceledException)
        {
            outcome = new(null, FormattableString.Invariant($"there was no answer within {FetchTimeout.TotalSeconds} s"), null);
        }
        catch (Exception exception)
        {
            // Its message is foreign and may quote what was received.
            outcome = new(null, exception.GetType().Name, null);
        }

        lock (_gate)
        {
            Keep(outcome);
            _fetch = null;
        }

        return outcome;
    }

    private void Keep(Outcome outcome)
    {
        var now = time.GetUtcNow();
        if (outcome.Credentials is null)
            _held = _held is null ? null : _held with { RenewAt = now + RetryInterval };
        else if (outcome.Expires is not { } expires)
            _held = new(outcome.Credentials, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        else
        {
            // A service may hand out the old ones again until the last minutes: half of what remains keeps that from becoming a fetch with each request.
            var half = (expires - now) / 2;
            _held = new(outcome.Credentials, expires - (half < LongestRenewalWindow ? half : LongestRenewalWindow), expires);
        }
    }

    /// <summary>A new one for each request that waited: they are completed with what the request was.</summary>
    private S3AuthenticationException Failure(Outcome outcome) =>
        new($"The credentials of endpoint '{endpoint}' could not be had from {provider.Description}: {outcome.Failure}.", outcome.Cause)
        {
            Endpoint = endpoint,
        };

    private sealed record Held(S3Credentials Credentials, DateTimeOffset RenewAt, DateTimeOffset Expires);

    private sealed record Outcome(S3Credentials? Credentials, string? Failure, Exception? Cause, DateTimeOffset? Expires = null);
}
