using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;
using S3Kit.Routing;

namespace S3Kit.Tests.Configuration;

public sealed class S3KitOptionsValidatorTests
{
    [TestCase("MaxConcurrentRequests", "0", "1 to 100000")]
    [TestCase("MaxConcurrentRequests", "100001", "1 to 100000")]
    [TestCase("QueueSize", "0", "1 to 10000000")]
    [TestCase("QueueSize", "10000001", "1 to 10000000")]
    [TestCase("PriorityAgingInterval", "00:00:00", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("MaxRetries", "-1", "0 to 100")]
    [TestCase("MaxRetries", "101", "0 to 100")]
    [TestCase("BackoffFactor", "0.5", "1 to 100")]
    [TestCase("BackoffFactor", "NaN", "1 to 100")]
    [TestCase("MaxRetryDelay", "02:00:00", "00:00:00 to 01:00:00")]
    [TestCase("DefaultTimeout", "00:00:00", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("AttemptTimeout", "2.00:00:00", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("ConnectTimeout", "-00:00:01", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("StallTimeout", "00:00:00", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("CircuitBreaker:Threshold", "0", "1 to 1000")]
    [TestCase("CircuitBreaker:Timeout", "1.00:00:01", "00:00:00.0010000 to 1.00:00:00")]
    [TestCase("CircuitBreaker:FailureRatio", "0", "above 0 up to 1")]
    [TestCase("CircuitBreaker:FailureRatio", "1.01", "above 0 up to 1")]
    [TestCase("CircuitBreaker:FailureRatio", "-0.5", "above 0 up to 1")]
    [TestCase("CircuitBreaker:FailureRatio", "NaN", "above 0 up to 1")]
    [TestCase("CircuitBreaker:SamplingDuration", "00:00:00.4990000", "00:00:00.5000000 to 1.00:00:00")]
    [TestCase("CircuitBreaker:MinimumThroughput", "1", "2 to 1000000")]
    [TestCase("TierHoldOff", "1.00:00:01", "00:00:00 to 1.00:00:00")]
    [TestCase("TierHoldOff", "-00:00:01", "00:00:00 to 1.00:00:00")]
    [TestCase("Endpoints:a:Tier", "-1", "0 to 100")]
    [TestCase("Endpoints:a:Weight", "0", "1 to 1000")]
    [TestCase("Endpoints:a:MaxConcurrentRequests", "10001", "1 to 10000")]
    [TestCase("Endpoints:a:MaxRetries", "101", "0 to 100")]
    [TestCase("Endpoints:a:CircuitBreaker:Threshold", "1001", "1 to 1000")]
    [TestCase("Endpoints:a:HealthProbe:Interval", "1.00:00:01", "00:00:01 to 1.00:00:00")]
    [TestCase("Endpoints:a:HealthProbe:Timeout", "00:00:00", "00:00:00.0010000 to 01:00:00")]
    public void Validate_NumberOrDurationOutOfRange_NamesKeyValueAndRange(string key, string value, string range)
    {
        var faults = Configured.FaultsOf(("S3Kit:Endpoints:a:Url", "http://127.0.0.1"), ("S3Kit:" + key, value));

        Assert.That(faults, Is.EqualTo([$"S3Kit:{key}: {value} is not in the range {range}"]));
    }

    [TestCase("MaxConcurrentRequests", "1")]
    [TestCase("MaxConcurrentRequests", "100000")]
    [TestCase("MaxRetries", "0")]
    [TestCase("MaxRetries", "100")]
    [TestCase("BackoffFactor", "1")]
    [TestCase("DefaultTimeout", "00:00:00.001")]
    [TestCase("DefaultTimeout", "1.00:00:00")]
    [TestCase("InitialRetryDelay", "00:00:00")]
    [TestCase("TierHoldOff", "00:00:00")]
    [TestCase("CircuitBreaker:FailureRatio", "1")]
    [TestCase("CircuitBreaker:FailureRatio", "0.000001")]
    [TestCase("CircuitBreaker:SamplingDuration", "00:00:00.500")]
    public void Validate_NumberOrDurationAtTheLimit_IsLegal(string key, string value)
    {
        Assert.That(Configured.FaultsOf(("S3Kit:" + key, value)), Is.Empty);
    }

    [Test]
    public void Validate_MaxRetryDelayShorterThanInitial_IsAFault()
    {
        Assert.That(Configured.FaultsOf(("S3Kit:InitialRetryDelay", "00:00:30")),
            Is.EqualTo(["S3Kit:MaxRetryDelay: 00:00:20 is shorter than S3Kit:InitialRetryDelay, which is 00:00:30"]));
        Assert.That(Configured.FaultsOf(("S3Kit:InitialRetryDelay", "00:00:20")), Is.Empty);
    }

    [TestCase("RoundRobin")]
    [TestCase("round-robin")]
    [TestCase("LEAST_LOADED")]
    [TestCase("weighted")]
    [TestCase("power-of-two-choices")]
    public void Validate_KnownStrategy_IsLegalHoweverItIsWritten(string name)
    {
        Assert.That(Configured.FaultsOf(("S3Kit:EndpointSelectionStrategy", name)), Is.Empty);
    }

    [Test]
    public void Validate_UnknownStrategy_IsAFaultThatListsTheKnownOnes()
    {
        Assert.That(Configured.FaultsOf(("S3Kit:EndpointSelectionStrategy", "random")),
            Is.EqualTo(["S3Kit:EndpointSelectionStrategy: 'random' is not one of RoundRobin, LeastLoaded, Weighted, PowerOfTwoChoices"]));
    }

    [Test]
    public void Validate_StrategyOfTheApp_IsLegalOnceAdded()
    {
        Assert.That(Configured.FaultsOf(services =>
        {
            services.AddS3Kit(options => options.EndpointSelectionStrategy = "nearest-first");
            S3KitOptionsRegistration.StrategyNames(services).Add("NearestFirst");
        }), Is.Empty);
    }

    [Test]
    public void Validate_MockNeverWithoutEndpoint_IsAFault()
    {
        Assert.That(Configured.FaultsOf(("S3Kit:Mock", "Never")),
            Is.EqualTo(["S3Kit:Endpoints: there is no endpoint, and S3Kit:Mock is Never; configure one, or allow the embedded store"]));
        Assert.That(Configured.FaultsOf(("S3Kit:Mock", "Never"), ("S3Kit:Endpoints:a:Url", "http://127.0.0.1")), Is.Empty);
    }

    [Test]
    public void Validate_ValuesThatOnlyCodeCanSet_AreChecked()
    {
        var faults = Configured.FaultsOf(services => services.AddS3Kit(options =>
        {
            options.CircuitBreaker = null!;
            options.EndpointSelectionStrategy = null!;
            options.Mock = (MockMode)9;
            options.Endpoints["a"] = null!;
            options.Endpoints["b"] = new() { Url = "http://127.0.0.1", Pool = null!, HealthProbe = null!, AddressingStyle = (AddressingStyle)9 };
        }));

        Assert.That(faults, Is.EquivalentTo<string>(
        [
            "S3Kit:CircuitBreaker: must not be null",
            "S3Kit:EndpointSelectionStrategy: must not be null",
            "S3Kit:Mock: 9 is not one of Auto, Always, Never",
            "S3Kit:Endpoints:a: must not be null",
            "S3Kit:Endpoints:b:Pool: must not be null",
            "S3Kit:Endpoints:b:HealthProbe: must not be null",
            "S3Kit:Endpoints:b:AddressingStyle: 9 is not one of Auto, Path, VirtualHost",
        ]));
    }

    [Test]
    public void Validate_ManyFaults_AreReportedAtOnceAndBeginWithTheirKeys()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Configured.From(
            ("S3Kit:MaxRetrys", "1"), ("S3Kit:MaxRetries", "three"), ("S3Kit:QueueSize", "0"), ("S3Kit:DefaultTimeout", "30"),
            ("S3Kit:CircuitBreaker", "off"), ("S3Kit:Endpoints:minio-local:Url", "127.0.0.1:9000"), ("S3Kit:Endpoints:minio-local:AccessKey", "key"),
            ("S3_SECRET_KEY", "x")))!;

        Assert.That(exception.Failures.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]), Is.EquivalentTo<string>(
        [
            "S3Kit:MaxRetrys", "S3Kit:MaxRetries", "S3Kit:QueueSize", "S3Kit:DefaultTimeout", "S3Kit:CircuitBreaker",
            "S3Kit:Endpoints:minio-local:Url", "S3Kit:Endpoints:minio-local:SecretKey", "S3_ENDPOINT",
        ]));
        Assert.That(exception.Failures, Is.All.Matches<string>(fault => exception.Message.Contains(fault, StringComparison.Ordinal)));
    }

    [Test]
    public void Validate_OptionsOfAnotherName_AreNotOurs()
    {
        var options = new S3KitOptions { MaxRetries = -1 };

        Assert.That(new S3KitOptionsValidator(new SelectionStrategyNames()).Validate("other", options).Skipped, Is.True);
    }

    [Test]
    public void ValidateEndpoint_EndpointAddedLater_ReportsItsFaultsByKey()
    {
        Assert.That(S3KitOptionsValidator.ValidateEndpoint("a", new() { Url = "http://127.0.0.1" }), Is.Empty);
        Assert.That(S3KitOptionsValidator.ValidateEndpoint("a b", new() { Url = "ftp://127.0.0.1", Weight = 0 }), Is.EqualTo(
        [
            "S3Kit:Endpoints:a b: 'a b' is not a name of 1 to 64 letters, digits, hyphens, underscores and dots",
            "S3Kit:Endpoints:a b:Weight: 0 is not in the range 1 to 1000",
            "S3Kit:Endpoints:a b:Url: 'ftp://127.0.0.1' is not an absolute http or https URL",
        ]));
    }
}
