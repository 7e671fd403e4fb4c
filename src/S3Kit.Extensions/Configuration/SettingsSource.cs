using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using S3Kit.Diagnostics;

namespace S3Kit.Configuration;

/// <summary>
/// The settings in use. A reload of the configuration takes their place if it is valid as a whole; if it is not, the fault is logged once and the last
/// good ones stay. Nothing is thrown into the thread that reports a reload, which may well be a timer's.
/// </summary>
internal sealed partial class SettingsSource : IDisposable
{
    private readonly IOptionsFactory<S3KitOptions> _factory;
    private readonly IOptionsMonitorCache<S3KitOptions> _monitorCache;
    private readonly ILogger<SettingsSource> _logger;
    private readonly List<IDisposable> _subscriptions;
    private ImmutableArray<Action<S3KitOptions>> _listeners = [];
    private S3KitOptions? _current;
    private string? _lastFaults;
    private int _pendingReloads;

    public SettingsSource(
        IOptionsFactory<S3KitOptions> factory,
        IOptionsMonitorCache<S3KitOptions> monitorCache,
        IEnumerable<BoundConfiguration> bound,
        ILogger<SettingsSource> logger)
    {
        _factory = factory;
        _monitorCache = monitorCache;
        _logger = logger;

        // Before anything is read, so that no change is missed in between.
        _subscriptions = [.. bound.Select(each => ChangeToken.OnChange(each.Configuration.GetReloadToken, OnReload))];
    }

    /// <summary>The last good settings.</summary>
    /// <exception cref="OptionsValidationException">There are none yet, and the present ones are not valid.</exception>
    public S3KitOptions Current => Volatile.Read(ref _current) ?? ReadFirst();

    /// <summary>Has a listener called with the new settings after each reload that changed them, one call at a time. What it throws is logged.</summary>
    public void OnChange(Action<S3KitOptions> listener) => ImmutableInterlocked.Update(ref _listeners, static (all, added) => all.Add(added), listener);

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private S3KitOptions ReadFirst()
    {
        var created = _factory.Create(Options.DefaultName);

        // A reload, or another caller, may have been quicker; whoever was first is not older.
        if (Interlocked.CompareExchange(ref _current, created, null) is { } earlier)
            return earlier;

        Publish(created);
        return created;
    }

    private void OnReload()
    {
        // Several configurations may report at once, on several threads. Whoever comes first does the work of all, so that settings cannot go back in time
        // and no lock is held while listeners run.
        if (Interlocked.Increment(ref _pendingReloads) != 1)
            return;

        int seen;
        do
        {
            seen = Volatile.Read(ref _pendingReloads);
            Reload();
        }
        while (Interlocked.Add(ref _pendingReloads, -seen) != 0);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It would end up on a timer's thread and end the process.")]
    private void Reload()
    {
        S3KitOptions created;
        try
        {
            created = _factory.Create(Options.DefaultName);
        }
        catch (OptionsValidationException exception)
        {
            var faults = string.Join("; ", exception.Failures);
            if (!string.Equals(faults, Interlocked.Exchange(ref _lastFaults, faults), StringComparison.Ordinal))
                Log.ConfigurationRejected(_logger, exception.Failures.Count(), faults);
            return;
        }
        catch (Exception exception)
        {
            var fault = exception.GetType().Name;
            if (!string.Equals(fault, Interlocked.Exchange(ref _lastFaults, fault), StringComparison.Ordinal))
                Log.ConfigurationUnreadable(_logger, exception);
            return;
        }

        Volatile.Write(ref _lastFaults, null);

        // Watchers of files often report one change twice, and other sections change too.
        var previous = Volatile.Read(ref _current);
        if (previous is not null && OptionTree.AreEqual(previous, created))
            return;

        Volatile.Write(ref _current, created);
        Publish(created);
        if (previous is not null)
            Notify(created);
    }

    /// <summary>Shows the settings through <see cref="IOptionsMonitor{TOptions}"/> too, which follows no reloads of its own.</summary>
    private void Publish(S3KitOptions options)
    {
        do
            _monitorCache.TryRemove(Options.DefaultName);
        while (!_monitorCache.TryAdd(Options.DefaultName, options));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One listener's failure must not reach the others.")]
    private void Notify(S3KitOptions options)
    {
        Log.ConfigurationReloaded(_logger);
        foreach (var listener in _listeners)
        {
            try
            {
                listener(options);
            }
            catch (Exception exception)
            {
                Log.ConfigurationListenerFailed(_logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ConfigurationReloaded, LogLevel.Information, "The configuration of S3Kit has changed and is in use")]
        public static partial void ConfigurationReloaded(ILogger logger);

        [LoggerMessage(
            EventIds.ConfigurationRejected,
            LogLevel.Error,
            "The changed configuration of S3Kit is not valid; the last good one stays in use. Faults ({FaultCount}): {Faults}")]
        public static partial void ConfigurationRejected(ILogger logger, int faultCount, string faults);

        [LoggerMessage(EventIds.ConfigurationUnreadable, LogLevel.Error, "The changed configuration of S3Kit cannot be read; the last good one stays in use")]
        public static partial void ConfigurationUnreadable(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.ConfigurationListenerFailed, LogLevel.Error, "A part of S3Kit did not take over the changed configuration")]
        public static partial void ConfigurationListenerFailed(ILogger logger, Exception exception);
    }
}
