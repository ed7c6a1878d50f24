import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';

export class CalibrationDto {
  @ApiProperty({ type: 'integer', minimum: 50, maximum: 5000, description: 'Slope, thousandths.' })
  @IsInt()
  @Min(50)
  @Max(5000)
  a!: number;

  @ApiProperty({ type: 'integer', minimum: -6000, maximum: 6000, description: 'Difficulty, thousandths.' })
  @IsInt()
  @Min(-6000)
  @Max(6000)
  b!: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 500, description: 'Guessing, thousandths.' })
  @IsInt()
  @Min(0)
  @Max(500)
  c!: number;
}

export class NewCalibrationDto extends CalibrationDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The version that was calibrated.' })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiProperty({ type: String, description: 'What it rests on: sessions, sample, program.' })
  @IsString()
  @Length(5, 1000)
  source!: string;
}
