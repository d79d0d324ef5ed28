/**
 * The command line. {@link io.laurel.vmctl.VmctlJava} is the command table and the only place that ends the process; a
 * {@code ...Command} is one subcommand and thin. Text in: {@link io.laurel.vmctl.LineReader} cuts files into lines,
 * {@link io.laurel.vmctl.JsonLine} and {@link io.laurel.vmctl.PrometheusLine} read one, both with
 * {@link io.laurel.vmctl.NumberReader}; {@link io.laurel.vmctl.SelectorParser} and {@link io.laurel.vmctl.TimeText}
 * read arguments. Text out: {@link io.laurel.vmctl.ExportLine}, {@link io.laurel.vmctl.NumberText},
 * {@link io.laurel.vmctl.TextTable}.
 *
 * <p>The measuring stick is {@link io.laurel.vmctl.BenchCommand}: {@link io.laurel.vmctl.BenchData} makes the rows,
 * {@link io.laurel.vmctl.BenchQueries} the questions, {@link io.laurel.vmctl.BenchIngestion} and
 * {@link io.laurel.vmctl.BenchAnswers} hold the clock.
 */
package io.laurel.vmctl;
