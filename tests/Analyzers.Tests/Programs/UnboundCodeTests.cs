using LeakGuard.Testing;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Code with a package or a base type missing, as in an editor before a restore: what cannot be bound may end or keep what it gets.</summary>
public sealed class UnboundCodeTests
{
    [Fact]
    public Task DisposeOfAMissingBase_IsOne() => FindsAsync(
        """
        public interface IPart : IDisposable
        {
            bool Enabled { get; }
        }

        public abstract class Part : MissingComponent, IPart
        {
            public bool Enabled { get; set; }
        }

        public sealed class Scaler(int pattern) : Part
        {
            public int Pattern { get; } = pattern;
        }

        public abstract class Effect : Part
        {
            private Scaler? _scaler;
            private Scaler? _other;

            public int Pattern { get; set; }

            protected Scaler Scaler
            {
                get
                {
                    if (_scaler == null || Pattern != _scaler.Pattern)
                    {
                        _scaler?.Dispose();
                        _scaler = new Scaler(Pattern);
                    }

                    return _scaler;
                }
            }

            public void Reset()
            {
                _other.Dispose();
                _other = new Scaler(Pattern);
            }
        }
        """);

    [Fact]
    public Task HelperThatIsNamedLikeAnEnd_IsOne() => FindsAsync(
        """
        public sealed class Handler : IDisposable
        {
            private readonly object _gate = new();
            private HttpClient? _client;
            private Timer? _timer;

            public HttpClient Client
            {
                get
                {
                    lock (_gate)
                        _client ??= new HttpClient();
                    return _client;
                }
            }

            public void Reset()
            {
                MissingHelpers.Dispose(ref _timer);
                _timer = new Timer(_ => Console.WriteLine("tick"));
            }

            public void Dispose()
            {
                MissingHelpers.Dispose(ref _timer);
                lock (_gate)
                {
                    _client?.SafeDispose();
                    _client = null;
                }
            }
        }
        """);

    [Fact]
    public Task WhatAnUnknownCallGets_ItMayKeep() => FindsAsync(
        """
        public sealed class Timers : IDisposable
        {
            private readonly Dictionary<int, Timer> _timers = new();
            private readonly MissingRetired _retired = new();

            public void Add(int key) => _timers.Add(key, new Timer(_ => Console.WriteLine(key)));

            public void Retire(int key)
            {
                if (_timers.TryGetValue(key, out var timer))
                {
                    _retired.Take(timer);
                    _timers.Remove(key);
                }
            }

            public void Wrap(int key)
            {
                var timer = _timers[key];
                new MissingScope(timer);
                _timers.Remove(key);
            }

            public void Stop(int key)
            {
                _timers[key].StopSafely();
                _timers.Remove(key);
            }

            public void StopAll()
            {
                _timers.Values.MissingForEach(timer => timer.Dispose());
                _timers.Clear();
            }

            public void Drop(int key)
            {
                _timers[key].MissingTouch();
                {|LEAK1002:_timers.Remove(key)|};
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task LocalFunctionThatIsCalledWithSomethingMissing_MayHoldTheLock() => FindsAsync(
        """
        public static class Registry
        {
            private static readonly object s_gate = new();
            private static readonly Dictionary<Type, List<Type>> s_types = new();

            public static bool Has(Type type)
            {
                lock (s_gate)
                    return s_types.ContainsKey(type);
            }

            public static void Register(MissingAssembly assembly)
            {
                lock (s_gate)
                {
                    foreach (var type in assembly.Types)
                    {
                        Add(type, type);
                        static void Add(Type key, Type value)
                        {
                            if (!s_types.TryGetValue(key, out var list))
                                s_types.Add(key, list = new List<Type>());
                            list.Add(value);
                        }
                    }
                }
            }
        }
        """);

    [Theory]
    [InlineData("MissingView", "_lines")]
    [InlineData("object", "{|LEAK1004:_lines|}")]
    public Task EndOfAMissingBase_IsUnknown(string parent, string store) => FindsAsync(
        $$"""
        public sealed class Lines : {{parent}}
        {
            private readonly List<Timer> {{store}} = new();

            public void Open() => _lines.Add(new Timer(_ => { }));

            public void Drop(int index)
            {
                var line = _lines[index];
                _lines.RemoveAt(index);
                line.Dispose();
            }

            public static Lines Create() => new Lines();
        }
        """);

    private static Task FindsAsync(string source)
    {
        var test = new CSharpAnalyzerTest<HolderAnalyzer, DefaultVerifier> { TestCode = source, CompilerDiagnostics = CompilerDiagnostics.None };
        Verify.Prepare(test, []);
        test.SolutionTransforms.Add(TestLanguage.Apply);
        return test.RunAsync();
    }
}
