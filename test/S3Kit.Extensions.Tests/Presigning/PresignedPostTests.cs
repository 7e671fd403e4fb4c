using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;

namespace S3Kit.Tests.Presigning;

/// <summary>What a signed form is good for, and what it is not, in the hands of somebody without keys.</summary>
public sealed class PresignedPostTests
{
    private const string Text = "posted";

    [TestCase("plain")]
    [TestCase("a b+c%20&d?e#f")]
    [TestCase("//a/../b/.")]
    [TestCase("Žofie 😀 \"quoted\" \\ <>")]
    [TestCase("$key")]
    [TestCase("a\tb\r\nc\u0001")]
    public async Task Post_ExactKey_IsStoredUnderIt(string key)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, key);

        using HttpResponseMessage response = await scene.PostAsync(post, Text);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await response.Content.ReadAsStringAsync());
        Assert.That(await scene.ReadAsync(key), Is.EqualTo(Text));
        Assert.That((await scene.Store.HeadObjectAsync("bucket", key))!.ETag, Is.EqualTo(response.Headers.ETag!.Tag.Trim('"')));
    }

    [Test]
    public async Task Fields_OfTheForm_AreInOrderAndAllInThePolicy()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "users/7/${filename}", new PresignedPostOptions
        {
            MinContentLength = 1,
            MaxContentLength = 1000,
            ContentType = "image/jpeg",
            ContentDisposition = "inline",
            ContentEncoding = "identity",
            ContentLanguage = "de",
            CacheControl = "no-store",
            Acl = CannedAcl.Private,
            StorageClass = "STANDARD_IA",
            Metadata = new Dictionary<string, string> { ["Author"] = "Žofie" },
            SuccessActionStatus = 201,
        });

        using JsonDocument policy = JsonDocument.Parse(Convert.FromBase64String(post.Fields["policy"]));
        JsonElement[] conditions = [.. policy.RootElement.GetProperty("conditions").EnumerateArray()];
        var exact = conditions.Where(c => c.ValueKind == JsonValueKind.Object).ToDictionary(c => c.EnumerateObject().Single().Name, c => c.EnumerateObject().Single().Value.GetString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy.RootElement.GetProperty("expiration").GetString(), Is.EqualTo("2026-03-01T12:01:00.500Z"));
            Assert.That(post.Fields.Keys, Is.EqualTo(new[]
            {
                "key", "Content-Type", "Content-Disposition", "Content-Encoding", "Content-Language", "Cache-Control", "acl", "x-amz-storage-class", "x-amz-meta-author",
                "success_action_status", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "policy", "x-amz-signature",
            }));
            Assert.That(exact.Keys, Is.EquivalentTo(post.Fields.Keys.Except(["key", "policy", "x-amz-signature"]).Append("bucket")));
            Assert.That(exact.Where(pair => pair.Key != "bucket").All(pair => post.Fields[pair.Key] == pair.Value), Is.True);
            Assert.That(exact["bucket"], Is.EqualTo("bucket"));
            Assert.That(conditions.Select(c => c.GetRawText()), Does.Contain("[\"starts-with\",\"$key\",\"users/7/\"]").And.Contain("[\"content-length-range\",1,1000]"));
        }
    }

    [Test]
    public async Task Policy_Text_HasNoEscapesButThoseOfJson()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "\ud83d\ude00é\u007f\ufeff+<\"\\\n");

        Assert.That(
            Encoding.UTF8.GetString(Convert.FromBase64String(post.Fields["policy"])),
            Does.Contain("{\"key\":\"\ud83d\ude00é\u007f\ufeff+<\\\"\\\\\\u000a\"}"));
    }

    [Test]
    public async Task Post_AllOptions_DescribeTheObject()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k", new PresignedPostOptions
        {
            ContentType = "image/jpeg",
            ContentDisposition = "attachment; filename=\"a b.jpg\"",
            ContentEncoding = "identity",
            ContentLanguage = "de",
            CacheControl = "max-age=5",
            StorageClass = "STANDARD_IA",
            Acl = CannedAcl.Private,
            Metadata = new Dictionary<string, string> { ["Author"] = "Žofie", ["plain"] = "a+b" },
        });

        using HttpResponseMessage response = await scene.PostAsync(post, Text);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await response.Content.ReadAsStringAsync());
        ObjectInfo info = (await scene.Store.HeadObjectAsync("bucket", "k"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(info.ContentType, Is.EqualTo("image/jpeg"));
            Assert.That(info.ContentDisposition, Is.EqualTo("attachment; filename=\"a b.jpg\""));
            Assert.That(info.ContentEncoding, Is.EqualTo("identity"));
            Assert.That(info.ContentLanguage, Is.EqualTo("de"));
            Assert.That(info.CacheControl, Is.EqualTo("max-age=5"));
            Assert.That(info.StorageClass, Is.EqualTo("STANDARD_IA"));
            Assert.That(info.Metadata, Is.EquivalentTo(new Dictionary<string, string> { ["author"] = "Žofie", ["plain"] = "a+b" }));
        }
    }

    [TestCase("photo.jpg", "up/photo.jpg")]
    [TestCase("C:\\photos\\a b.jpg", "up/a b.jpg")]
    [TestCase("../../etc/passwd", "up/passwd")]
    public async Task Post_Variable_IsTheNameOfTheFile(string fileName, string key)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        using HttpResponseMessage response = await scene.PostAsync(await SignAsync(scene, "up/${filename}"), Text, $"\"{fileName}\"");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await response.Content.ReadAsStringAsync());
        Assert.That(await scene.ReadAsync(key), Is.EqualTo(Text));
    }

    [TestCase("up/mine", HttpStatusCode.NoContent)]
    [TestCase("down/mine", HttpStatusCode.Forbidden)]
    [TestCase("up", HttpStatusCode.Forbidden)]
    public async Task Post_KeyOfOnesOwn_MustBeginWithThePrefix(string key, HttpStatusCode status)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "up/${filename}");

        using HttpResponseMessage response = await scene.PostAsync(post, Text, changes: new Dictionary<string, string?> { ["key"] = key });

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await scene.Store.HeadObjectAsync("bucket", key), status == HttpStatusCode.NoContent ? Is.Not.Null : Is.Null);
    }

    [TestCase(1, HttpStatusCode.BadRequest, "EntityTooSmall", "<MinSizeAllowed>2</MinSizeAllowed>")]
    [TestCase(2, HttpStatusCode.NoContent, null, "")]
    [TestCase(5, HttpStatusCode.NoContent, null, "")]
    [TestCase(6, HttpStatusCode.BadRequest, "EntityTooLarge", "<MaxSizeAllowed>5</MaxSizeAllowed>")]
    public async Task Post_Size_IsBounded(int size, HttpStatusCode status, string? code, string detail)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k", new PresignedPostOptions { MinContentLength = 2, MaxContentLength = 5 });

        using HttpResponseMessage response = await scene.PostAsync(post, new string('x', size));

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(detail).And.Contain(code ?? ""));
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), code is null ? Is.Not.Null : Is.Null);
    }

    [TestCase(3L, null, "[\"content-length-range\",3,5368709120]")]
    [TestCase(null, 7L, "[\"content-length-range\",0,7]")]
    [TestCase(6_000_000_000L, null, "[\"content-length-range\",6000000000,6000000000]")]
    public async Task Policy_OneBound_HasTheOtherOfS3(long? least, long? greatest, string condition)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k", new PresignedPostOptions { MinContentLength = least, MaxContentLength = greatest });

        Assert.That(Encoding.UTF8.GetString(Convert.FromBase64String(post.Fields["policy"])), Does.Contain(condition));
    }

    [TestCase("image/png", HttpStatusCode.NoContent)]
    [TestCase("image/png, image/jpeg", HttpStatusCode.NoContent)]
    [TestCase("image/png,text/html", HttpStatusCode.Forbidden)]
    [TestCase("text/html", HttpStatusCode.Forbidden)]
    [TestCase(null, HttpStatusCode.Forbidden)]
    public async Task Post_TypePrefix_IsHeld(string? type, HttpStatusCode status)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k", new PresignedPostOptions { ContentTypePrefix = "image/" });
        Assert.That(post.Fields.Keys, Has.None.EqualTo("Content-Type"));

        using HttpResponseMessage response = await scene.PostAsync(post, Text, changes: new Dictionary<string, string?> { ["Content-Type"] = type });

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [TestCase(null, HttpStatusCode.NoContent)]
    [TestCase(204, HttpStatusCode.NoContent)]
    [TestCase(200, HttpStatusCode.OK)]
    [TestCase(201, HttpStatusCode.Created)]
    public async Task Post_Status_IsTheOneAskedFor(int? asked, HttpStatusCode status)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        using HttpResponseMessage response = await scene.PostAsync(await SignAsync(scene, "a b", new PresignedPostOptions { SuccessActionStatus = asked }), Text);

        string body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Headers.NonValidated["Location"].ToString(), Is.EqualTo("http://embedded.localhost/bucket/a%20b"));
        if (asked is not 201)
        {
            Assert.That(body, Is.Empty);
            return;
        }

        XElement document = XDocument.Parse(body).Root!;
        Assert.That(document.Elements().Select(e => (e.Name.LocalName, e.Value)), Is.EqualTo(new[]
        {
            ("Location", "http://embedded.localhost/bucket/a%20b"), ("Bucket", "bucket"), ("Key", "a b"), ("ETag", response.Headers.ETag!.Tag),
        }));
    }

    [TestCase("https://example.com/done", "https://example.com/done?")]
    [TestCase("https://example.com/done?a=b", "https://example.com/done?a=b&")]
    public async Task Post_Redirect_TellsWhatWasStored(string redirect, string start)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        using HttpResponseMessage response = await scene.PostAsync(await SignAsync(scene, "a&b", new PresignedPostOptions { SuccessActionRedirect = new Uri(redirect) }), Text);

        Uri location = response.Headers.Location!;
        var query = HttpUtility.ParseQueryString(location.Query);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(location.OriginalString, Does.StartWith(start));
        Assert.That((query["bucket"], query["key"], query["etag"]), Is.EqualTo(("bucket", "a&b", response.Headers.ETag!.Tag)));
    }

    [Test]
    public async Task Post_UntilItExpires_Works()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k");

        scene.Clock.Advance(TimeSpan.FromSeconds(59));
        using HttpResponseMessage inTime = await scene.PostAsync(post, Text);
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        using HttpResponseMessage late = await scene.PostAsync(post, "late");

        Assert.That(inTime.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await PresignedScene.AssertRefusedAsync(late, HttpStatusCode.Forbidden, "AccessDenied", "Policy expired.");
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo(Text));
    }

    [Test]
    public async Task Post_SessionToken_IsNeeded()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync(options =>
        {
            options.Mock = MockMode.Always;
            options.Endpoints["temporary"] = new EndpointOptions { Url = "http://embedded.localhost", AccessKey = "TEMP", SecretKey = "secret", SessionToken = "to/ken+1" };
        });
        PresignedPost post = await SignAsync(scene, "k");

        using HttpResponseMessage without = await scene.PostAsync(post, Text, changes: new Dictionary<string, string?> { ["x-amz-security-token"] = null });
        using HttpResponseMessage with = await scene.PostAsync(post, Text);

        await PresignedScene.AssertRefusedAsync(without, HttpStatusCode.BadRequest, "InvalidToken");
        Assert.That(with.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("key", "other", "AccessDenied", "Policy Condition failed: [\"eq\", \"$key\", \"k\"]")]
    [TestCase("bucket", "other", "AccessDenied", "Policy Condition failed: [\"eq\", \"$bucket\", \"bucket\"]")]
    [TestCase("Content-Type", "text/html", "AccessDenied", "Policy Condition failed: [\"eq\", \"$Content-Type\", \"image/png\"]")]
    [TestCase("Content-Type", null, "AccessDenied", "Policy Condition failed: [\"eq\", \"$Content-Type\"")]
    [TestCase("x-amz-meta-role", "admin", "AccessDenied", "Policy Condition failed: [\"eq\", \"$x-amz-meta-role\", \"guest\"]")]
    [TestCase("x-amz-meta-role", null, "AccessDenied", "Policy Condition failed")]
    [TestCase("x-amz-meta-more", "x", "AccessDenied", "Extra input fields: x-amz-meta-more")]
    [TestCase("acl", "public-read", "AccessDenied", "Extra input fields: acl")]
    [TestCase("success_action_redirect", "https://example.com", "AccessDenied", "Extra input fields: success_action_redirect")]
    [TestCase("x-amz-credential", "WHO/20260301/us-east-1/s3/aws4_request", "InvalidAccessKeyId", null)]
    [TestCase("x-amz-signature", "0000", "SignatureDoesNotMatch", null)]
    public async Task Post_Altered_IsRefused(string field, string? value, string code, string? message)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k", new PresignedPostOptions { ContentType = "image/png", Metadata = new Dictionary<string, string> { ["role"] = "guest" } });

        using HttpResponseMessage response = await scene.PostAsync(post, Text, changes: new Dictionary<string, string?> { [field] = value });

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, code, message);
        Assert.That(await scene.Store.ListObjectsAsync("bucket").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Post_FieldsToBeIgnored_NeedNoCondition()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        using HttpResponseMessage response = await scene.PostAsync(
            await SignAsync(scene, "k"), Text, changes: new Dictionary<string, string?> { ["x-ignore-me"] = "x", ["bucket"] = "bucket" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Post_PolicyOfOnesOwn_IsRefused()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        PresignedPost post = await SignAsync(scene, "k");
        string wider = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Convert.FromBase64String(post.Fields["policy"])).Replace("{\"key\":\"k\"}", "[\"starts-with\",\"$key\",\"\"]", StringComparison.Ordinal)));

        using HttpResponseMessage response = await scene.PostAsync(post, Text, changes: new Dictionary<string, string?> { ["policy"] = wider });

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Post_ToAnotherBucket_IsRefused()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.Store.CreateBucketAsync("other");
        PresignedPost post = await SignAsync(scene, "k");

        using HttpResponseMessage response = await scene.PostAsync(post with { Url = new Uri("http://embedded.localhost/other") }, Text);

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, "AccessDenied", "Policy Condition failed: [\"eq\", \"$bucket\", \"bucket\"]");
    }

    [Test]
    public async Task Post_VersionedBucket_TellsTheVersion()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        scene.Embedded.Buckets["bucket"].Versioning = S3Kit.Embedded.BucketVersioning.Enabled;

        using HttpResponseMessage response = await scene.PostAsync(await SignAsync(scene, "k"), Text);

        Assert.That(response.Headers.GetValues("x-amz-version-id").Single(), Is.EqualTo((await scene.Store.HeadObjectAsync("bucket", "k"))!.VersionId));
    }

    private static Task<PresignedPost> SignAsync(PresignedScene scene, string key, PresignedPostOptions? options = null) =>
        scene.Store.CreatePresignedPostAsync("bucket", key, TimeSpan.FromSeconds(60), options);
}
