using System.Net;
using S3Kit.Embedded;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Transfers;

/// <summary>Copies that the store makes in one request, against the embedded store.</summary>
internal sealed class CopyObjectTests
{
    private static readonly string[] Keys =
    [
        "plain", "a b", "a+b", "100%", "a%20b", "a%2Fb", "a?versionId=x", "a&b=c#d", "naïve/漢字/😀", "a//b", "/leading", "//", "a/../b", "../up", "./x", "..", ".", "trailing/",
        "tab\tand\nline", "\u0001control", "quo\"te'<&>",
    ];

    private static readonly PutObjectOptions Described = new()
    {
        ContentType = "image/png",
        ContentDisposition = "attachment; filename=\"a.png\"",
        ContentEncoding = "identity",
        ContentLanguage = "de",
        CacheControl = "no-cache",
        Metadata = new Dictionary<string, string> { ["author"] = "Žofie 😀" },
    };

    [Test]
    public async Task Copy_WithinABucket_IsAlikeAndTellsOfIt()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        PutObjectResult put = await scene.PutAsync("a", "text", Described);
        scene.SetTags("a", ("t", "1"));

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        ObjectInfo? head = await scene.Store.HeadObjectAsync("bucket", "b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Bucket, copy.Key, copy.ETag, copy.Size, copy.Endpoint), Is.EqualTo(("bucket", "b", put.ETag, 4L, "embedded")));
            Assert.That(copy.Location.AbsoluteUri, Is.EqualTo("http://embedded.localhost/bucket/b"));
            Assert.That(copy.LastModified, Is.EqualTo(head!.LastModified));
            Assert.That((copy.VersionId, copy.SourceVersionId), Is.EqualTo(((string?)null, (string?)null)));
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("text"));
            Assert.That((head.ContentType, head.ContentDisposition, head.ContentEncoding, head.ContentLanguage, head.CacheControl),
                Is.EqualTo((Described.ContentType, Described.ContentDisposition, Described.ContentEncoding, Described.ContentLanguage, Described.CacheControl)));
            Assert.That(head.Metadata["author"], Is.EqualTo("Žofie 😀"));
            Assert.That(scene.TagsOf("b"), Is.EqualTo("t=1"));
            Assert.That((scene.Count(EmbeddedOperation.HeadObject), scene.Count(EmbeddedOperation.CopyObject)), Is.EqualTo((2, 1)), "one look at the source, and this test's own");
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task Copy_AnyKey_IsReadAndWrittenExactly(string key)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.Store.CreateBucketAsync("other");
        await scene.PutAsync(key, "text of " + key);

        await scene.Store.CopyObjectAsync("bucket", key, "other", "copy");
        await scene.Store.CopyObjectAsync("other", "copy", "other", key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await scene.TextAsync(key, "other"), Is.EqualTo("text of " + key));
            Assert.That(await scene.Store.ListObjectsAsync("bucket").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { key }));
        }
    }

    [TestCase("a b+c%?é/", null, "/bucket/a%20b%2Bc%25%3F%C3%A9/")]
    [TestCase("/a//../b", "v/1+2 =", "/bucket//a//../b?versionId=v%2F1%2B2%20%3D")]
    public void Origin_InTheHeader_IsEncoded(string key, string? version, string expected) => Assert.That(new CopyOrigin("bucket", key, version).Header, Is.EqualTo(expected));

    [Test]
    public async Task Copy_ReplacedDescription_HasThatAndNothingElse()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text", Described);
        scene.SetTags("a", ("t", "1"));
        var options = new CopyObjectOptions
        {
            MetadataDirective = CopyDirective.Replace,
            ContentType = "text/plain",
            Expires = new DateTimeOffset(2034, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Metadata = new Dictionary<string, string> { ["Note"] = "neu: ü" },
            StorageClass = "GLACIER",
        };

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", options);

        ObjectInfo? head = await scene.Store.HeadObjectAsync("bucket", "b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((head!.ContentType, head.ContentDisposition, head.CacheControl, head.StorageClass), Is.EqualTo(("text/plain", (string?)null, (string?)null, "GLACIER")));
            Assert.That(head.Expires, Is.EqualTo(options.Expires));
            Assert.That(head.Metadata, Has.Count.EqualTo(1));
            Assert.That(head.Metadata["note"], Is.EqualTo("neu: ü"));
            Assert.That(scene.TagsOf("b"), Is.EqualTo("t=1"), "tags have a directive of their own");
        }
    }

    [Test]
    public void ToReplacement_HowToSendIt_IsThatOfTheCopy()
    {
        var options = new CopyObjectOptions { Priority = RequestPriority.Low, Timeout = TimeSpan.FromSeconds(7), Endpoint = "a", EndpointSelectionStrategy = "least-loaded" };

        PutObjectOptions put = options.ToReplacement();

        Assert.That((put.Priority, put.Timeout, put.Endpoint, put.EndpointSelectionStrategy), Is.EqualTo((options.Priority, options.Timeout, options.Endpoint, options.EndpointSelectionStrategy)));
    }

    [Test]
    public async Task Copy_OntoItselfWithAnotherDescription_ReplacesIt()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text", Described);

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "a", new CopyObjectOptions { MetadataDirective = CopyDirective.Replace, ContentType = "text/plain" });

        Assert.That((await scene.Store.HeadObjectAsync("bucket", "a"))!.ContentType, Is.EqualTo("text/plain"));
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("text"));
    }

    [TestCase(false, TestName = "Copy_Tags_OnAStoreThatKnowsThem")]
    [TestCase(true, TestName = "Copy_Tags_OnAStoreThatLosesThem")]
    public async Task Copy_Tags_AreThoseAskedFor(bool losesTags)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { LosesTagsOfCopies = losesTags });
        await scene.PutAsync("a", "text");
        scene.SetTags("a", ("t", "1"), ("u", "2"));
        var replaced = new CopyObjectOptions { TaggingDirective = CopyDirective.Replace, Tags = new Dictionary<string, string> { ["empty"] = "", ["x + y"] = "ü=+" } };

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "copied");
        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "described", new CopyObjectOptions { MetadataDirective = CopyDirective.Replace });
        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "replaced", replaced);
        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "none", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.TagsOf("copied"), Is.EqualTo("t=1&u=2"));
            Assert.That(scene.TagsOf("described"), Is.EqualTo("t=1&u=2"));
            Assert.That(scene.TagsOf("replaced"), Is.EqualTo("empty=&x + y=ü=+"));
            Assert.That(scene.TagsOf("none"), Is.Empty);
            Assert.That(scene.Count(EmbeddedOperation.PutObjectTagging), Is.EqualTo(losesTags ? 3 : 0));
        }
    }

    [Test]
    public async Task Copy_TagsMayNotBeRead_AreWrittenAllTheSame()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { LosesTagsOfCopies = true });
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.GetObjectTagging, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace, Tags = new Dictionary<string, string> { ["n"] = "v" } });

        Assert.That(scene.TagsOf("b"), Is.EqualTo("n=v"));
    }

    [Test]
    public async Task Copy_Versions_AreNamedAndCopied()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.SetVersioning(BucketVersioning.Enabled);
        PutObjectResult old = await scene.PutAsync("a", "old");
        await scene.PutAsync("a", "new");

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceVersionId = old.VersionId });
        CopyObjectResult restored = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "a", new CopyObjectOptions { SourceVersionId = old.VersionId });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("old"));
            Assert.That(copy.SourceVersionId, Is.EqualTo(old.VersionId));
            Assert.That(copy.VersionId, Is.EqualTo((await scene.Store.HeadObjectAsync("bucket", "b"))!.VersionId));
            Assert.That(await scene.TextAsync("a"), Is.EqualTo("old"));
            Assert.That(restored.VersionId, Is.Not.EqualTo(old.VersionId));
        }
    }

    [Test]
    public async Task Copy_SourceMissing_IsNotFoundAndWritesNothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => scene.Store.CopyObjectAsync("bucket", "none", "bucket", "b"));

        Assert.That((error!.Operation, error.Bucket, error.Key, error.StatusCode), Is.EqualTo(("CopyObject", "bucket", "none", 404)));
        Assert.That(error.Message, Does.Contain("'bucket/none'").And.Contain("no such source"));
        Assert.That(scene.Count(EmbeddedOperation.CopyObject), Is.Zero);
    }

    [Test]
    public async Task Copy_DestinationBucketMissing_IsNotFound()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => scene.Store.CopyObjectAsync("bucket", "a", "nowhere", "b"));

        Assert.That((error!.Resource, error.Bucket), Is.EqualTo((S3ResourceKind.Bucket, "nowhere")));
    }

    private static IEnumerable<TestCaseData> Conditions()
    {
        static TestCaseData Case(string name, bool holds, Func<ObjectInfo, CopyObjectOptions> options) => new TestCaseData(options, holds).SetArgDisplayNames(name, holds ? "holds" : "does not");
        yield return Case("IfMatch", true, info => new() { SourceIfMatch = info.ETag });
        yield return Case("IfMatch quoted, one of two", true, info => new() { SourceIfMatch = $"\"other\", \"{info.ETag}\"" });
        yield return Case("IfMatch *", true, _ => new() { SourceIfMatch = "*" });
        yield return Case("IfMatch", false, _ => new() { SourceIfMatch = "other" });
        yield return Case("IfNoneMatch", true, _ => new() { SourceIfNoneMatch = "other" });
        yield return Case("IfNoneMatch", false, info => new() { SourceIfNoneMatch = info.ETag });
        yield return Case("IfModifiedSince", true, info => new() { SourceIfModifiedSince = info.LastModified!.Value.AddSeconds(-1) });
        yield return Case("IfModifiedSince", false, info => new() { SourceIfModifiedSince = info.LastModified!.Value.AddHours(1) });
        yield return Case("IfUnmodifiedSince", true, info => new() { SourceIfUnmodifiedSince = info.LastModified!.Value.AddSeconds(1) });
        yield return Case("IfUnmodifiedSince", false, info => new() { SourceIfUnmodifiedSince = info.LastModified!.Value.AddSeconds(-1) });
    }

    [TestCaseSource(nameof(Conditions))]
    public async Task Copy_SourceCondition_CountsOnEveryStore(Func<ObjectInfo, CopyObjectOptions> options, bool holds)
    {
        foreach (Support support in Enum.GetValues<Support>().Except([Support.Refused]))
        {
            await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalCopy = support });
            await scene.PutAsync("a", "text");
            ObjectInfo info = (await scene.Store.HeadObjectAsync("bucket", "a"))!;

            Task Copy() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", options(info));

            Assert.That(Copy, holds ? Throws.Nothing : Throws.TypeOf<S3PreconditionFailedException>(), $"{support}");
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "b") is not null, Is.EqualTo(holds), $"{support}");
        }
    }

    [Test]
    public async Task Copy_StoreIgnoresConditionsEvenInAHead_TheyCountAllTheSame()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Answer = (_, _) => Task.FromResult(Answers.Ok());

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() =>
            scene.Store.CopyObjectAsync("bucket", "key", "bucket", "copy", new CopyObjectOptions { SourceIfMatch = "another" }).Soon());

        Assert.That(error!.Message, Does.Contain(nameof(CopyObjectOptions.SourceIfMatch)).And.Contain("Nothing was copied"));
        Assert.That(scene["a"].Calls.Single().Method, Is.EqualTo("HEAD"));
    }

    [Test]
    public async Task Copy_SourceChangesAfterTheCheck_IsAFailureWhereTheStoreHoldsToThePin()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        PutObjectResult put = await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("a", "changed"));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceIfMatch = put.ETag }));

        Assert.That(await scene.Store.HeadObjectAsync("bucket", "b"), Is.Null);
    }

    [Test]
    public async Task Copy_SourceChangesAfterTheCheck_IsToldWhereTheStoreIgnoresThePin()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalCopy = Support.Ignored });
        PutObjectResult put = await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("a", "changed"));

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() =>
            scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceIfMatch = put.ETag }));

        Assert.That(error!.Message, Does.Contain("'bucket/b' holds another state"));
    }

    [Test]
    public async Task Copy_OfAnObjectOfPartsUnderACondition_IsNoMistakeThoughTheETagDiffers()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(configure: options => options.Transfers.MultipartCopyThreshold = 100 * CopyScene.MiB);
        byte[] bytes = await scene.PutLargeAsync("a");
        string tag = (await scene.Store.HeadObjectAsync("bucket", "a"))!.ETag!;

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceIfMatch = tag });

        Assert.That(copy.ETag, Is.Not.EqualTo(tag));
        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Copy_UnconditionalWhileTheSourceChanges_CopiesWhatIsThere()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("a", "changed"));

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.TextAsync("b"), Is.EqualTo("changed"));
    }

    [TestCase(Support.Full)]
    [TestCase(Support.Ignored)]
    public async Task Copy_DestinationCondition_Counts(Support support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalCopy = support });
        await scene.PutAsync("a", "text");
        PutObjectResult there = await scene.PutAsync("b", "there");

        Task Copy(CopyObjectOptions options, string key = "b") => scene.Store.CopyObjectAsync("bucket", "a", "bucket", key, options);

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => Copy(new CopyObjectOptions { IfNoneMatch = "*" }));
        Assert.ThrowsAsync<S3PreconditionFailedException>(() => Copy(new CopyObjectOptions { IfMatch = "other" }));
        Assert.ThrowsAsync<S3PreconditionFailedException>(() => Copy(new CopyObjectOptions { IfMatch = there.ETag }, "none"));
        Assert.That(await scene.TextAsync("b"), Is.EqualTo("there"));
        await Copy(new CopyObjectOptions { IfNoneMatch = "*" }, "new");
        await Copy(new CopyObjectOptions { IfMatch = there.ETag });
        Assert.That((await scene.TextAsync("new"), await scene.TextAsync("b")), Is.EqualTo(("text", "text")));
    }

    [Test]
    public async Task Copy_DestinationAppearsAfterTheCheck_IsKeptByTheStore()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("b", "theirs"));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { IfNoneMatch = "*" }));

        Assert.That(await scene.TextAsync("b"), Is.EqualTo("theirs"));
    }

    [TestCase("InternalError", typeof(S3ServerException))]
    [TestCase("SlowDown", typeof(S3ThrottledException))]
    public async Task Copy_Says200AndFailsInPassing_IsTriedAgain(string code, Type type)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.ErrorInOk(code), times: 2);

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");
        Assert.That(scene.Count(EmbeddedOperation.CopyObject), Is.EqualTo(3));

        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.ErrorInOk(code));
        var error = (S3KitException?)Assert.ThrowsAsync(type, () => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "c"));
        Assert.That((error!.IsTransient, error.ErrorCode, error.StatusCode), Is.EqualTo((true, code, 200)));
    }

    [Test]
    public async Task Copy_Says200AndIsDenied_IsAFailureAtOnce()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.ErrorInOk("AccessDenied"));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(scene.Count(EmbeddedOperation.CopyObject), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("<CopyObjectResult/>")]
    [TestCase("<CopyObjectResult><Progress>1</Progress><Progress>2</Progress>", TestName = "Copy_AnswerOfNoCopy_BrokenOffAsCephDoes")]
    [TestCase("<html><body>Welcome</body></html>")]
    public async Task Copy_AnswerOfNoCopy_IsAFailure(string document)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.Garbage(body: document));

        Assert.ThrowsAsync<S3ServerException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));
    }

    [Test]
    public async Task Copy_AnswerWithProgress_IsUnderstood()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.Garbage(body:
            "<?xml version=\"1.0\"?><CopyObjectResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Progress>1</Progress><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>abc</ETag></CopyObjectResult>"));

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That((copy.ETag, copy.LastModified), Is.EqualTo(("abc", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))));
    }

    [Test]
    public async Task Copy_AnswerLost_IsMadeAgain()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.LoseAnswer(), times: 1);

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(copy.ETag, Is.EqualTo((await scene.Store.HeadObjectAsync("bucket", "b"))!.ETag));
    }

    [Test]
    public async Task Copy_ConditionalAndAnswerLost_IsSettledByLooking()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.LoseAnswer(), times: 1);

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { IfNoneMatch = "*" });

        Assert.That((copy.ETag, copy.Size, copy.Key), Is.EqualTo(((await scene.Store.HeadObjectAsync("bucket", "b"))!.ETag, 4L, "b")));
    }

    [Test]
    public async Task Copy_ConditionalAnswerLostAndSomethingElseThere_SaysWhatIsNotKnown()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.ResetBeforeRequest(), times: 1);
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("b", "theirs"), skip: 1);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() =>
            scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { IfNoneMatch = "*" }));

        Assert.That(error!.Message, Does.Contain("remained without an answer"));
        Assert.That(await scene.TextAsync("b"), Is.EqualTo("theirs"));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        static TestCaseData Case(string name, CopyObjectOptions? options, string key = "b", string part = "") => new TestCaseData(options, key, part).SetArgDisplayNames(name);
        yield return Case("onto itself", null, "a", nameof(CopyObjectOptions.MetadataDirective));
        yield return Case("onto itself with tags only", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace }, "a", nameof(CopyObjectOptions.MetadataDirective));
        yield return Case("no key", null, "", "key");
        yield return Case("type without directive", new CopyObjectOptions { ContentType = "text/plain" }, part: nameof(CopyObjectOptions.ContentType));
        yield return Case("metadata without directive", new CopyObjectOptions { Metadata = new Dictionary<string, string>() }, part: nameof(CopyObjectOptions.Metadata));
        yield return Case("tags without directive", new CopyObjectOptions { Tags = new Dictionary<string, string>() }, part: nameof(CopyObjectOptions.Tags));
        yield return Case("header that is none", new CopyObjectOptions { MetadataDirective = CopyDirective.Replace, CacheControl = "a\nb" }, part: nameof(CopyObjectOptions.CacheControl));
        yield return Case("If-None-Match of an ETag", new CopyObjectOptions { IfNoneMatch = "abc" }, part: nameof(CopyObjectOptions.IfNoneMatch));
        yield return Case("empty version", new CopyObjectOptions { SourceVersionId = "" }, part: nameof(CopyObjectOptions.SourceVersionId));
        yield return Case("empty endpoint", new CopyObjectOptions { SourceEndpoint = "" }, part: nameof(CopyObjectOptions.SourceEndpoint));
        yield return Case("unknown directive", new CopyObjectOptions { MetadataDirective = (CopyDirective)7 }, part: nameof(CopyObjectOptions.MetadataDirective));
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task Copy_WrongArgument_IsRefusedBeforeAnythingIsSent(CopyObjectOptions? options, string key, string part)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");

        Assert.That(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", key, options), Throws.InstanceOf<ArgumentException>().With.Message.Contains(part));

        Assert.That((scene.Count(EmbeddedOperation.HeadObject), scene.Count(EmbeddedOperation.CopyObject)), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Copy_Cancelled_IsTheCallersCancellation()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        EmbeddedFaultRule stall = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Stall(), Operation = EmbeddedOperation.CopyObject });
        using var cancellation = new CancellationTokenSource();

        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", cancellationToken: cancellation.Token);
        await stall.Fired.Soon();
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => copy.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Copy_WhiteSpaceForMinutes_IsWaitedFor()
    {
        await using var scene = new ScriptedStore("a");
        var body = new ScriptedBody();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Ok()));
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "key", "bucket", "copy", new CopyObjectOptions { Timeout = TimeSpan.FromSeconds(20) });
        await scene["a"].Arrival();
        await scene["a"].Arrival();

        await body.Drained.Soon();
        for (int i = 0; i < 30; i++)
        {
            body.Send(" "u8.ToArray());
            await body.Drained.Soon();
            scene.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.That(copy.IsCompleted, Is.False);
        body.Send("<CopyObjectResult><ETag>\"abc\"</ETag></CopyObjectResult>"u8.ToArray());
        body.End();
        Assert.That((await copy.Soon()).ETag, Is.EqualTo("abc"));
    }

    [Test]
    public async Task Copy_WhiteSpaceThatStops_IsAStall()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        var body = new ScriptedBody();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Ok()));
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "key", "bucket", "copy");
        await body.Drained.Soon();

        scene.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.That(Assert.ThrowsAsync<S3TimeoutException>(() => copy.Soon())!.Limit, Is.EqualTo(S3TimeoutKind.Stall));
    }

    [Test]
    public async Task Copy_OfALargeObjectInSilence_HasTimeForItsSize()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) =>
        {
            HttpResponseMessage head = Answers.Ok();
            head.Content.Headers.ContentLength = 800L * 1024 * 1024;
            return Task.FromResult(head);
        });
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "key", "bucket", "copy");
        await scene["a"].Arrival();
        await scene["a"].Arrival();

        // 100 seconds at 8 MiB a second, beside the 10 of any attempt and the 30 of any operation.
        scene.Time.Advance(TimeSpan.FromSeconds(109));
        Assert.That(copy.IsCompleted, Is.False);
        answer.SetResult(Answers.Xml("<CopyObjectResult><ETag>\"abc\"</ETag></CopyObjectResult>"));
        Assert.That((await copy.Soon()).Size, Is.EqualTo(800L * 1024 * 1024));
    }

    [Test]
    public async Task Copy_OfALargeObjectThatNeverAnswers_EndsAllTheSame()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) =>
        {
            HttpResponseMessage head = Answers.Ok();
            head.Content.Headers.ContentLength = 80L * 1024 * 1024;
            return Task.FromResult(head);
        });
        scene["a"].ThenHold();
        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "key", "bucket", "copy");
        await scene["a"].Arrival();
        await scene["a"].Arrival();

        scene.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(Assert.ThrowsAsync<S3TimeoutException>(() => copy.Soon())!.Limit, Is.EqualTo(S3TimeoutKind.Attempt));
    }

    [TestCase(EndpointProfile.Ceph)]
    [TestCase(EndpointProfile.Gcs)]
    [TestCase(EndpointProfile.DigitalOcean)]
    [TestCase(EndpointProfile.BackblazeB2)]
    public async Task Copy_ProfileWhoseStoreDoesNotHeedConditions_RefusesThemOnTheDestination(EndpointProfile profile)
    {
        var server = new Protocol.FakeServer(static request => request.Method == "HEAD" && request.Path.EndsWith("copy", StringComparison.Ordinal) ? Protocol.Replies.Empty(404) : Protocol.Replies.Empty(200));
        await using var services = Protocol.FakeServices.Create(server, endpoint => (endpoint.Profile, endpoint.AddressingStyle) = (profile, AddressingStyle.Path));

        S3InvalidRequestException? error = Assert.ThrowsAsync<S3InvalidRequestException>(() =>
            Protocol.FakeServices.Store(services).CopyObjectAsync("bucket", "key", "bucket", "copy", new CopyObjectOptions { IfNoneMatch = "*" }));

        Assert.That(error!.Message, Does.Contain($"{profile}").And.Contain("destination of a copy"));
        Assert.That(server.Requests, Has.All.Matches<Protocol.CapturedRequest>(request => request.Method == "HEAD"));
    }
}
