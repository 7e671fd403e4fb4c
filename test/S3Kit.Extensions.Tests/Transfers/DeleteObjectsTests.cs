using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using S3Kit.Embedded;
using S3Kit.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Transfers;

internal sealed class DeleteObjectsTests
{
    private const string Unknown = "<Error><Code>NotImplemented</Code><Message>POST ?delete is not implemented.</Message></Error>";

    [Test]
    public async Task Delete_ManyKeys_GoInBatchesOfAThousandAndAreAllTold()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        List<string> keys = [.. Enumerable.Range(0, 2500).Select(i => $"k/{i:d4} +&<é")];
        await Task.WhenAll(keys.Where((_, i) => i % 10 == 0).Select(key => scene.PutAsync(key, "x")));

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", keys);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsComplete, Is.True);
            Assert.That(result.Errors, Is.Empty);
            Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(keys));
            Assert.That(result.Deleted.Select(each => each.Endpoint), Is.All.EqualTo("embedded"));
            Assert.That(scene.Count(EmbeddedOperation.DeleteObjects), Is.EqualTo(3));
            Assert.That(scene.Count(EmbeddedOperation.DeleteObject), Is.Zero);
            Assert.That(await scene.Store.ListObjectsAsync("bucket").CountAsync(), Is.Zero);
        }
    }

    [TestCase("a")]
    [TestCase("a", "b")]
    public async Task Delete_StrategyIsUnknown_IsSaidHoweverManyThereAre(params string[] keys)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        Assert.ThrowsAsync<ArgumentException>(() => scene.Store.DeleteObjectsAsync("bucket", keys, new DeleteObjectsOptions { EndpointSelectionStrategy = "fastest" }));
    }

    [TestCase(Support.Full)]
    [TestCase(Support.Refused)]
    public async Task Delete_QueueIsTinyAndRejects_DoesNotFillItItself(Support support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { MultiDelete = support }, options =>
        {
            options.QueueSize = 1;
            options.QueueFullMode = QueueFullMode.Reject;
            options.MaxConcurrentRequests = 1;
            options.Transfers.MaxConcurrentParts = 8;
        });
        List<string> keys = [.. Enumerable.Range(0, support == Support.Full ? 20_000 : 300).Select(i => $"k{i}")];

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", keys);

        Assert.That(result.Errors.Select(error => error.Kind).Distinct(), Is.Empty);
        Assert.That(result.Deleted, Has.Count.EqualTo(keys.Count));
    }

    [Test]
    public async Task Delete_OthersHaveFilledTheQueueThatRejects_IsToldSo()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(configure: options =>
        {
            options.QueueSize = 1;
            options.QueueFullMode = QueueFullMode.Reject;
            options.MaxConcurrentRequests = 1;
        });
        var go = new TaskCompletionSource();
        EmbeddedFaultRule held = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Hold(go.Task), Operation = EmbeddedOperation.HeadObject });
        Task<ObjectInfo?> first = scene.Store.HeadObjectAsync("bucket", "a");
        await held.Fired;
        Task<ObjectInfo?> second = scene.Store.HeadObjectAsync("bucket", "b");

        Assert.ThrowsAsync<S3QueueFullException>(() => scene.Store.DeleteObjectsAsync("bucket", ["c", "d"]));

        go.SetResult();
        Assert.That(await Task.WhenAll(first, second), Is.All.Null);
    }

    [Test]
    public async Task Delete_NoKeys_SendsNothing()
    {
        await using var scene = new ScriptedStore("a");

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", Array.Empty<string>());

        Assert.That((result.Deleted.Count, result.Errors.Count, scene["a"].Calls.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task Delete_Request_HasMd5AndNamesEachObjectOnce()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Answer = (call, _) => Task.FromResult(Echo(call));

        await scene.Store.DeleteObjectsAsync("bucket", [new("a&b <é>"), new("v", "1+/="), new("a&b <é>"), new("v", "2")]);

        ScriptedCall call = scene["a"].Calls.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((call.Method, call.Target), Is.EqualTo(("POST", "/bucket?delete=")));
            Assert.That(call.Message.Content!.Headers.GetValues("Content-MD5").Single(), Is.EqualTo(Convert.ToBase64String(MD5.HashData(call.Body))));
            Assert.That(Objects(call), Is.EqualTo(new[] { ("a&b <é>", (string?)null), ("v", "1+/="), ("v", "2") }));
            Assert.That(Encoding.UTF8.GetString(call.Body), Does.Not.Contain("Quiet"));
        }
    }

    [Test]
    public async Task Delete_SameKeyTwice_IsToldTwiceAndDeletedOnce()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.SetVersioning(BucketVersioning.Enabled);
        await scene.PutAsync("a", "x");

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b", "a"]);

        Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(new[] { "a", "b", "a" }));
        Assert.That(result.Deleted[2].DeleteMarkerVersionId, Is.EqualTo(result.Deleted[0].DeleteMarkerVersionId).And.Not.Null);
    }

    [TestCase(Support.Full)]
    [TestCase(Support.Refused)]
    public async Task Delete_Versions_AreNamedAndTold(Support support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { MultiDelete = support });
        scene.SetVersioning(BucketVersioning.Enabled);
        PutObjectResult first = await scene.PutAsync("a", "1");
        PutObjectResult second = await scene.PutAsync("a", "2");
        PutObjectResult third = await scene.PutAsync("a", "3");

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", [new("a", first.VersionId), new("a", third.VersionId), new("b")]);
        DeletedObject marker = result.Deleted[2];
        DeleteObjectsResult undone = await scene.Store.DeleteObjectsAsync("bucket", [new("b", marker.DeleteMarkerVersionId), new("c")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Deleted.Select(each => (each.VersionId, each.DeleteMarker)), Is.EqualTo(new[] { (first.VersionId, false), (third.VersionId, false), (null, true) }));
            Assert.That((undone.Deleted[0].DeleteMarker, undone.Deleted[0].DeleteMarkerVersionId), Is.EqualTo((true, marker.DeleteMarkerVersionId)));
            Assert.That(await scene.TextAsync("a"), Is.EqualTo("2"));
            Assert.That((await scene.Store.HeadObjectAsync("bucket", "a"))!.VersionId, Is.EqualTo(second.VersionId));
        }
    }

    [TestCase(" leading")]
    [TestCase("trailing ")]
    [TestCase(" ")]
    [TestCase("a\r\nb")]
    [TestCase("a\u0001b")]
    [TestCase("a\uffff")]
    [TestCase("a\u0085b")]
    public async Task Delete_KeyThatXmlDoesNotCarry_GoesByItself(string key)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        foreach (string each in new[] { key, key.Trim() + "x", "a", "b" })
        {
            await scene.PutAsync(each, "x");
        }

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", key, "b"]);

        Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(new[] { "a", key, "b" }));
        Assert.That((scene.Count(EmbeddedOperation.DeleteObjects), scene.Count(EmbeddedOperation.DeleteObject)), Is.EqualTo((1, 1)));
        Assert.That(await scene.Store.ListObjectsAsync("bucket").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { key.Trim() + "x" }));
    }

    [TestCase("a\tb\nc")]
    [TestCase("😀\u2603]]>&amp;")]
    public async Task Delete_KeyThatXmlCarries_GoesWithTheOthers(string key)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync(key, "x");

        await scene.Store.DeleteObjectsAsync("bucket", ["a", key]);

        Assert.That(scene.Count(EmbeddedOperation.DeleteObject), Is.Zero);
        Assert.That(await scene.Store.HeadObjectAsync("bucket", key), Is.Null);
    }

    [TestCase("InternalError", S3ErrorKind.Server)]
    [TestCase("SlowDown", S3ErrorKind.Throttled)]
    public async Task Delete_KeysFailInPassing_AreAskedForAgainAlone(string code, S3ErrorKind kind)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        EmbeddedFaultRule passing = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError, code), Operation = EmbeddedOperation.DeleteObjects, Key = "b", Times = 2 });
        EmbeddedFaultRule staying = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError, code), Operation = EmbeddedOperation.DeleteObjects, Key = "c" });
        EmbeddedFaultRule never = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.InternalServerError, code), Operation = EmbeddedOperation.DeleteObjects, Key = "a", Times = 0 });

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b", "c"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(result.Errors.Select(each => (each.Key, each.Kind, each.ErrorCode, each.IsTransient, each.Endpoint)), Is.EqualTo(new[] { ("c", kind, code, true, "embedded") }));
            Assert.That((never.Matched, passing.FiredCount, staying.FiredCount), Is.EqualTo((1, 2, 3)), "the endpoint's two retries");
            Assert.That(scene.Services.GetService(typeof(IEndpointRegistry)) is IEndpointRegistry { Endpoints: [{ ConsecutiveFailures: 0 }] }, Is.True, "the endpoint answers");
        }
    }

    [Test]
    public async Task Delete_KeyIsRefused_IsToldAndTheOthersAreGone()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied", message: "Not\nthis one."), key: "b");

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", [new("a"), new("b", "v1"), new("b", "v2")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsComplete, Is.False);
            Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(new[] { "a" }));
            Assert.That(result.Errors.Select(each => (each.Key, each.VersionId, each.Kind, each.ErrorCode, each.IsTransient)),
                Is.EqualTo(new[] { ("b", "v1", S3ErrorKind.AccessDenied, "AccessDenied", false), ("b", "v2", S3ErrorKind.AccessDenied, "AccessDenied", false) }));
            Assert.That(result.Errors[0].Message, Does.Contain("AccessDenied").And.Contain("Not this one"));
        }
    }

    [Test]
    public async Task Delete_AnswerLeavesKeysOut_TheyAreErrors()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Answer = (_, _) => Task.FromResult(Answers.Xml(
            "<DeleteResult><Deleted><Key>a</Key></Deleted><Deleted><Key>v</Key><VersionId>1</VersionId></Deleted><Deleted><Key>stranger</Key></Deleted></DeleteResult>"));

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", [new("a"), new("b"), new("v", "1"), new("v", "2")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Deleted.Select(each => (each.Key, each.VersionId)), Is.EqualTo(new[] { ("a", (string?)null), ("v", "1") }));
            Assert.That(result.Errors.Select(each => (each.Key, each.VersionId, each.Kind)), Is.EqualTo(new[] { ("b", (string?)null, S3ErrorKind.Server), ("v", "2", S3ErrorKind.Server) }));
            Assert.That(result.Errors[0].Message, Does.Contain("does not mention"));
            Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Delete_StoreDoesNotRepeatTheVersion_IsUnderstood()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Answer = (_, _) => Task.FromResult(Answers.Xml("<DeleteResult><Deleted><Key>v</Key></Deleted><Deleted><Key>w</Key><VersionId></VersionId></Deleted></DeleteResult>"));

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", [new("v", "1"), new("w")]);

        Assert.That(result.Deleted.Select(each => (each.Key, each.VersionId)), Is.EqualTo(new[] { ("v", "1"), ("w", (string?)null) }));
    }

    [Test]
    public async Task Delete_OneKeyDeletedAndRefused_CountsAsRefused()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Answer = (_, _) => Task.FromResult(Answers.Xml(
            "<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>a</Key><Code>AccessDenied</Code></Error><Error><Key>b</Key><Code>NoSuchKey</Code></Error></DeleteResult>"));

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]);

        Assert.That((result.Deleted.Single().Key, result.Errors.Single().Key), Is.EqualTo(("b", "a")), "what was not there is deleted");
    }

    private static IEnumerable<TestCaseData> NoMultiDelete()
    {
        static TestCaseData Case(string name, HttpStatusCode status, string body) => new TestCaseData(status, body).SetArgDisplayNames(name);
        yield return Case("501", HttpStatusCode.NotImplemented, Unknown);
        yield return Case("501 without a body", HttpStatusCode.NotImplemented, "");
        yield return Case("405", HttpStatusCode.MethodNotAllowed, "");
        yield return Case("Google, 400", HttpStatusCode.BadRequest, Unknown);
        yield return Case("Google before", HttpStatusCode.BadRequest, "<Error><Code>InvalidArgument</Code><Message>Invalid argument.</Message><Details>Cannot create buckets using a POST.</Details></Error>");
    }

    [TestCaseSource(nameof(NoMultiDelete))]
    public async Task Delete_StoreWithoutMultiDelete_IsAskedSinglyFromThenOn(HttpStatusCode status, string body)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.Garbage(status, body, "application/xml"));
        List<string> keys = [.. Enumerable.Range(0, 1500).Select(i => $"{i:d4}")];
        await scene.PutAsync("0001", "x");

        DeleteObjectsResult first = await scene.Store.DeleteObjectsAsync("bucket", keys);
        int asked = scene.Count(EmbeddedOperation.DeleteObjects);
        DeleteObjectsResult second = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Deleted.Select(each => each.Key), Is.EqualTo(keys));
            Assert.That(second.IsComplete, Is.True);
            Assert.That(asked, Is.InRange(1, 2));
            Assert.That(scene.Count(EmbeddedOperation.DeleteObjects), Is.EqualTo(asked), "remembered");
            Assert.That(scene.Count(EmbeddedOperation.DeleteObject), Is.EqualTo(1502));
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "0001"), Is.Null);
        }
    }

    [Test]
    public async Task Delete_StoreDislikesOneBatch_ItGoesSinglyAndNothingIsRemembered()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.Status(HttpStatusCode.BadRequest, "MalformedXML"), times: 1);

        await scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]);
        await scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]);

        Assert.That((scene.Count(EmbeddedOperation.DeleteObjects), scene.Count(EmbeddedOperation.DeleteObject)), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Delete_SingleRequestIsRefused_IsToldAndTheOthersAreGone()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { MultiDelete = Support.Refused });
        scene.Fail(EmbeddedOperation.DeleteObject, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), key: "b");

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b", "c"]);
        DeleteObjectsResult denied = await scene.Store.DeleteObjectsAsync("bucket", ["b"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(new[] { "a", "c" }));
            Assert.That(result.Errors.Select(each => (each.Key, each.Kind, each.ErrorCode)), Is.EqualTo(new[] { ("b", S3ErrorKind.AccessDenied, "AccessDenied") }));
            Assert.That(denied.Errors.Single().Kind, Is.EqualTo(S3ErrorKind.AccessDenied), "as a batch would tell it");
        }
    }

    [Test]
    public async Task Delete_OneBatchFailsAsAWhole_ItsKeysAreErrors()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(configure: options => options.Transfers.MaxConcurrentParts = 1);
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.ResetBeforeRequest(), skip: 1);
        List<string> keys = [.. Enumerable.Range(0, 1100).Select(i => $"{i:d4}")];

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", keys);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Deleted.Select(each => each.Key), Is.EqualTo(keys.Take(1000)));
            Assert.That(result.Errors.Select(each => each.Key), Is.EqualTo(keys.Skip(1000)));
            Assert.That(result.Errors.Select(each => each.Kind), Is.All.EqualTo(S3ErrorKind.Network));
        }
    }

    [Test]
    public async Task Delete_NothingIsAnswered_IsThrown([Values] bool singly)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { MultiDelete = singly ? Support.Refused : Support.Full });

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => scene.Store.DeleteObjectsAsync("nowhere", ["a", "b"]));

        Assert.That((error!.Resource, error.Bucket), Is.EqualTo((S3ResourceKind.Bucket, "nowhere")));
    }

    [Test]
    public async Task Delete_AnswerLost_IsAskedAgain()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "x");
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.LoseAnswer(), times: 1);

        DeleteObjectsResult result = await scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]);

        Assert.That(result.Deleted, Has.Count.EqualTo(2));
    }

    [TestCase("<html><body>Welcome</body></html>")]
    [TestCase("<DeleteResult><Deleted><Key>a</Key></Deleted>")]
    [TestCase("<Error><Code>InternalError</Code></Error>")]
    public async Task Delete_AnswerThatIsNone_IsAFailure(string document)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Fail(EmbeddedOperation.DeleteObjects, EmbeddedFault.Garbage(body: document));

        Assert.ThrowsAsync<S3ServerException>(() => scene.Store.DeleteObjectsAsync("bucket", ["a", "b"]));
    }

    [Test]
    public async Task Delete_Cancelled_IsTheCallersCancellation()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        EmbeddedFaultRule stall = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Stall(), Operation = EmbeddedOperation.DeleteObjects });
        using var cancellation = new CancellationTokenSource();

        Task<DeleteObjectsResult> delete = scene.Store.DeleteObjectsAsync("bucket", ["a", "b"], cancellationToken: cancellation.Token);
        await stall.Fired.Soon();
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => delete.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Delete_WrongKeyAmongMany_IsRefusedBeforeAnythingIsSent()
    {
        await using var scene = new ScriptedStore("a");
        IEnumerable<ObjectIdentifier> good = Enumerable.Range(0, 3000).Select(i => new ObjectIdentifier($"{i}"));

        foreach (ObjectIdentifier wrong in new ObjectIdentifier[] { new(""), default, new(new string('k', 1025)), new("\ud800"), new("k", "") })
        {
            Assert.That(() => scene.Store.DeleteObjectsAsync("bucket", good.Append(wrong)), Throws.InstanceOf<ArgumentException>());
        }

        Assert.That(scene["a"].Calls, Is.Empty);
    }

    [Test]
    public async Task DeleteObject_IfMatch_IsHeededOrRefused()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        PutObjectResult put = await scene.PutAsync("a", "x");

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.DeleteObjectAsync("bucket", "a", new DeleteObjectOptions { IfMatch = "other" }));
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("x"));
        await scene.Store.DeleteObjectAsync("bucket", "a", new DeleteObjectOptions { IfMatch = put.ETag });
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);

        var server = new Protocol.FakeServer();
        await using var services = Protocol.FakeServices.Create(server, endpoint => endpoint.Profile = EndpointProfile.Ceph);
        S3InvalidRequestException? error = Assert.ThrowsAsync<S3InvalidRequestException>(() =>
            Protocol.FakeServices.Store(services).DeleteObjectAsync("bucket", "a", new DeleteObjectOptions { IfMatch = "tag" }));
        Assert.That(error!.Message, Does.Contain("Ceph"));
        Assert.That(server.Requests, Is.Empty);
    }

    private static IEnumerable<(string Key, string? Version)> Objects(ScriptedCall call) =>
        XDocument.Parse(Encoding.UTF8.GetString(call.Body), LoadOptions.PreserveWhitespace).Root!.Elements()
            .Where(element => element.Name.LocalName == "Object")
            .Select(element => (
                element.Elements().Single(child => child.Name.LocalName == "Key").Value,
                element.Elements().SingleOrDefault(child => child.Name.LocalName == "VersionId")?.Value));

    private static HttpResponseMessage Echo(ScriptedCall call) => Answers.Xml(new XElement(
        "DeleteResult",
        Objects(call).Select(each => new XElement("Deleted", new XElement("Key", each.Key), each.Version is null ? null : new XElement("VersionId", each.Version)))).ToString());
}
