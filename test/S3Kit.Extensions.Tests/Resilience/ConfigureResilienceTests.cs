using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Resilience;

/// <summary>What the app adds to the pipeline of an endpoint.</summary>
public sealed class ConfigureResilienceTests
{
    [Test]
    public async Task Add_Strategy_SeesTheAttemptsOfItsEndpointOnly()
    {
        int seen = 0;
        await using ScriptedStore scene = Create("A", builder => builder.AddStrategy(_ => new CountingStrategy(() => seen++), new CountingOptions()));

        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "a" }).Soon();
        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();

        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public async Task Add_Timeout_StruckThereFailsOver()
    {
        await using ScriptedStore scene = Create("a", static builder => builder.AddTimeout(TimeSpan.FromSeconds(2)));
        scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await scene.Time.NextTimer(TimeSpan.FromSeconds(2));
        scene.Time.Advance(TimeSpan.FromSeconds(2));
        await head.Soon();

        Assert.That(scene["b"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Add_TimeoutOfTheOnlyEndpoint_IsTypedAndTransient()
    {
        await using ScriptedStore scene = Create("a", static builder => builder.AddTimeout(TimeSpan.FromSeconds(2)), options => options.MaxRetries = 0);
        scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "a" });
        await scene["a"].Arrival();
        await scene.Time.NextTimer(TimeSpan.FromSeconds(2));
        scene.Time.Advance(TimeSpan.FromSeconds(2));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => head.Soon());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Attempt));
            Assert.That(error.IsTransient, Is.True);
            Assert.That(error.Endpoint, Is.EqualTo("a"));
            Assert.That(error.Bucket, Is.EqualTo("bucket"));
        }
    }

    [Test]
    public async Task Add_RateLimiter_WhatItRefusesGoesElsewhereAndCostsNothing()
    {
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        using RateLimitLease taken = limiter.AttemptAcquire();
        await using ScriptedStore scene = Create("a", builder => builder.AddRateLimiter(limiter));

        await scene.HeadAsync().Soon();

        Assert.That(scene["a"].Calls, Is.Empty);
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(1));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        Assert.That(scene.Snapshot("a").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task Add_Two_TheFirstIsOutermost()
    {
        var order = new List<int>();
        await using ScriptedStore scene = Create(
            "a",
            builder => builder
                .AddStrategy(_ => new CountingStrategy(() => order.Add(1)), new CountingOptions())
                .AddStrategy(_ => new CountingStrategy(() => order.Add(2)), new CountingOptions()));

        await scene.HeadAsync().Soon();

        Assert.That(order, Is.EqualTo([1, 2]));
    }

    private static ScriptedStore Create(string endpoint, Action<ResiliencePipelineBuilder> add, Action<S3KitOptions>? configure = null) =>
        new(configure, services => services.AddS3Kit(static _ => { }).ConfigureResilience(endpoint, add), "a", "b");

    private sealed class CountingStrategy(Action called) : ResilienceStrategy
    {
        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
        {
            called();
            return callback(context, state);
        }
    }

    private sealed class CountingOptions : ResilienceStrategyOptions
    {
        public CountingOptions() => Name = "Counting";
    }
}
