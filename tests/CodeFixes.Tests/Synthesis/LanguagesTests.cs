using LeakGuard.CodeFixes.Callbacks;
using LeakGuard.CodeFixes.Lifecycle;
using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Races;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>What is written is in the language of the project, with or without nullable annotations.</summary>
public sealed class LanguagesTests
{
    private static string Cache(string creation, string gate, string lookup) =>
        $$"""
        using System.Collections.Concurrent;
        using System.IO;

        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = {{creation}};
        {{gate}}
            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                {{lookup}}
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "new ConcurrentDictionary<string, FileStream>()", "object", "new object()")]
    [InlineData(LanguageVersion.CSharp8, "new ConcurrentDictionary<string, FileStream>()", "object", "new object()")]
    [InlineData(LanguageVersion.CSharp12, "new()", "object", "new()")]
    [InlineData(LanguageVersion.CSharp13, "new()", "System.Threading.Lock", "new()")]
    public Task NewLock_IsOfTheTypeThatTheLanguageLocksBest(LanguageVersion language, string creation, string type, string made) => Click<CreateUnderLockFix>.GivesAsync(
        Cache(creation, string.Empty, "file = new FileStream(path, FileMode.Open);\n        [|_files[path] = file|];\n        return file;"),
        Cache(
            creation,
            $"    private readonly {type} _gate = {made};\n",
            """
            lock (_gate)
                    {
                        if (_files.TryGetValue(path, out file))
                            return file;
                        file = new FileStream(path, FileMode.Open);
                        _files[path] = file;
                        return file;
                    }
            """),
        new Sources { Language = language, HasPrelude = false });

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, NullableContextOptions.Disable, "Timer", "Timer")]
    [InlineData(LanguageVersion.CSharp8, NullableContextOptions.Disable, "Timer", "Timer")]
    [InlineData(LanguageVersion.CSharp8, NullableContextOptions.Enable, "Timer?", "Timer?")]
    [InlineData(LanguageVersion.CSharp8, NullableContextOptions.Warnings, "Timer", "Timer")]
    public Task OldValueUnderALock_IsAnnotatedWhereTheFileIs(LanguageVersion language, NullableContextOptions nullable, string slot, string old)
    {
        return Click<DisposeOverwrittenFix>.GivesAsync(
            Holder("lock (_gate)\n        {\n            [|_timers[name] = new Timer(_ => { })|];\n        }"),
            Holder($"{old} old;\n        lock (_gate)\n        {{\n            _timers.TryGetValue(name, out old);\n            _timers[name] = new Timer(_ => {{ }});\n        }}\n\n        old?.Dispose();"),
            new Sources { Language = language, Nullable = nullable });

        string Holder(string refresh) =>
            $$"""
            using System;
            using System.Collections.Generic;
            using System.Threading;

            sealed class Holder : IDisposable
            {
                private readonly object _gate = new object();
                private readonly Dictionary<string, Timer> _timers = new Dictionary<string, Timer>();
                private {{slot}} _last;

                public void Refresh(string name)
                {
                    {{refresh}}
                }

                public void Dispose()
                {
                    _last?.Dispose();
                    lock (_gate)
                    {
                        foreach (var timer in _timers.Values)
                            timer.Dispose();
                    }
                }
            }
            """;
    }

    [Fact]
    public Task QueueBeforeAsyncStreams_IsNotOffered() => Click<MoveWaitOutOfCallbackFix>.GivesAsync(
        """
        using System;
        using System.IO;

        sealed class Archiver
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                [|File.WriteAllTextAsync(e.FullPath, "seen").Wait()|];
            }
        }
        """,
        """
        using System;
        using System.IO;

        sealed class Archiver
        {
            public Archiver(FileSystemWatcher watcher) => watcher.Created += OnCreated;

            private async void OnCreated(object sender, FileSystemEventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync(e.FullPath, "seen");
                }
                catch (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                }
            }
        }
        """,
        new Sources { Language = LanguageVersion.CSharp7_3 });

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp9)]
    public Task Flag_IsTestedInTheSameWayInEveryLanguage(LanguageVersion language)
    {
        return Click<RefuseWhenClosedFix>.GivesAsync(
            Pool(string.Empty, "lock (_gate)\n            [|_idle.Push(timer)|];", string.Empty),
            Pool("    private bool _closed;\n", "lock (_gate)\n        {\n            if (!_closed)\n            {\n                _idle.Push(timer);\n                return;\n            }\n        }\n\n        timer.Dispose();", "            _closed = true;\n"),
            new Sources { Language = language });

        static string Pool(string flag, string put, string close) =>
            $$"""
            using System;
            using System.Collections.Generic;
            using System.Threading;

            sealed class Pool : IDisposable
            {
                private readonly object _gate = new object();
                private readonly Stack<Timer> _idle = new Stack<Timer>();
            {{flag}}
                public void Return(Timer timer)
                {
                    {{put}}
                }

                public void Dispose()
                {
                    lock (_gate)
                    {
            {{close}}            foreach (var timer in _idle)
                            timer.Dispose();
                        _idle.Clear();
                    }
                }
            }
            """;
    }
}
